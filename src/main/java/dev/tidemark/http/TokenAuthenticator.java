package dev.tidemark.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * One token for all requests of a profile. It is requested when it is first needed, before it expires, and when it is
 * rejected.
 */
final class TokenAuthenticator implements Authenticator {

    private final String header;
    private final TokenSource source;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token token;
    private @Nullable IOException failure;
    private final AtomicInteger requests = new AtomicInteger();
    private int uses;

    /** The source of tokens. */
    interface TokenSource {
        Token token() throws IOException;
    }

    TokenAuthenticator(String header, TokenSource source, Clock clock) {
        this.header = header;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public void sign(ClassicHttpRequest request) throws IOException {
        request.setHeader(header, valid().value());
    }

    @Override
    public void signExclusively(ClassicHttpRequest request) throws IOException {
        enter();
        try {
            request.setHeader(header, source.token().value());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Refusal refused(ClassicHttpRequest request) throws IOException {
        Header used = request.getFirstHeader(header);
        enter();
        try {
            if (token == null || used == null || !token.value().equals(used.getValue())) {
                return Refusal.SPENT;
            }
            token = null;
            return uses > 1 ? Refusal.SPENT : Refusal.FRESH;
        } finally {
            lock.unlock();
        }
    }

    private Token valid() throws IOException {
        int before = requests.get();
        enter();
        try {
            Token known = token;
            if (known == null || !clock.instant().isBefore(known.renewAt())) {
                if (requests.get() > before && failure != null) {
                    // Another request tried while this one waited: a server that hangs is waited for once, not once per
                    // request.
                    throw failure;
                }
                known = request();
                uses = 0;
            }
            uses++;
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Token request() throws IOException {
        token = null;
        failure = null;
        try {
            Token fresh = source.token();
            token = fresh;
            return fresh;
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            requests.incrementAndGet();
        }
    }

    private void enter() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
