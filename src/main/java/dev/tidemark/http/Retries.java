package dev.tidemark.http;

import io.github.resilience4j.core.IntervalFunction;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Which requests are retried, how often, and after which wait. */
final class Retries {

    private static final Set<Integer> REFUSALS = Set.of(408, 425, 429);
    private static final int LONGEST_FACTOR = 64;

    private final int most;
    private final IntervalFunction backoff;

    /**
     * Creates a retry policy.
     *
     * @param most how many times one request is retried
     * @param first the approximate wait before the second attempt; it doubles with each retry
     */
    Retries(int most, Duration first) {
        this.most = most;
        this.backoff = IntervalFunction.ofExponentialRandomBackoff(first, 2.0, 0.5, first.multipliedBy(LONGEST_FACTOR));
    }

    int most() {
        return most;
    }

    static boolean isPassing(int status) {
        return REFUSALS.contains(status) || status >= 500;
    }

    /** Whether the connection is the cause, and not the content of the response. */
    static boolean isPassing(IOException e) {
        return e instanceof SocketException
                || e instanceof SocketTimeoutException
                || e instanceof UnknownHostException
                || e instanceof NoHttpResponseException
                || e instanceof ConnectionClosedException
                || e instanceof TruncatedChunkException
                || e instanceof MalformedChunkCodingException
                || e instanceof EOFException;
    }

    /** @param retry from 1 */
    Duration backoff(int retry) {
        return Duration.ofMillis(backoff.apply(retry));
    }
}
