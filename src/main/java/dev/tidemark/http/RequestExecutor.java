package dev.tidemark.http;

import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SyncStoppedException;
import dev.tidemark.text.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes one request of a source, with retries: throttled by the profile's rate limit, authenticated, limited by its
 * deadline, with the response fetched completely. It is the outermost part of the client, so that all other parts run again
 * with each attempt.
 */
final class RequestExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RequestExecutor.class);

    /** The last one uses a token that no other request has, so its rejection is final. */
    private static final int MOST_RENEWALS = 2;

    private final Map<String, String> headers;
    private final Authenticator authenticator;
    private final RequestThrottle throttle;
    private final Limits limits;
    private final RequestErrors errors;
    private final Stop stop;
    private final Clock clock;

    /**
     * The limits of a request.
     *
     * @param deadline for the complete response to one attempt
     * @param maxResponseBytes decompressed
     */
    record Limits(Retries retries, Duration deadline, long maxResponseBytes) {}

    RequestExecutor(
            Map<String, String> headers,
            Authenticator authenticator,
            RequestThrottle throttle,
            Limits limits,
            RequestErrors errors,
            Stop stop,
            Clock clock) {
        this.headers = headers;
        this.authenticator = authenticator;
        this.throttle = throttle;
        this.limits = limits;
        this.errors = errors;
        this.stop = stop;
        this.clock = clock;
    }

    ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, String source, RequestListener listener)
            throws IOException, HttpException {
        int renewals = 0;
        for (int retry = 0; ; ) {
            long started = System.nanoTime();
            if (throttle.await()) {
                listener.throttled(source, since(started));
            }
            ClassicHttpRequest attempt = ClassicRequestBuilder.copy(request).build();
            headers.forEach(attempt::setHeader);
            Duration wait;
            try {
                if (renewals < MOST_RENEWALS) {
                    authenticator.sign(attempt);
                } else {
                    authenticator.signExclusively(attempt);
                }
                long sent = System.nanoTime();
                ClassicHttpResponse response = proceed(attempt, scope, chain);
                listener.responseReceived(source, since(sent));
                Duration requestedWait = requestedWait(response);
                if (response.getCode() == 401 && isRenewed(authenticator.refused(attempt), renewals)) {
                    renewals++;
                    response.close();
                    continue;
                }
                if (response.getCode() == 401) {
                    response.close();
                    throw errors.refused(attempt, renewals > 0);
                }
                boolean passing = requestedWait != null || Retries.isPassing(response.getCode());
                if (!passing || retry == limits.retries().most()) {
                    return response;
                }
                response.close();
                // The throttle waits for the requested time, at the start of the next attempt.
                wait = requestedWait == null ? limits.retries().backoff(retry + 1) : Duration.ZERO;
                logRetry(
                        source,
                        request,
                        "responded with " + response.getCode(),
                        retry + 1,
                        requestedWait == null ? wait : requestedWait);
            } catch (ServerBusyException e) {
                if (stop.isStopped()) {
                    throw new SyncStoppedException(null);
                }
                if (retry == limits.retries().most()) {
                    throw new ClientException(e.getMessage() + times(retry), e);
                }
                wait = limits.retries().backoff(retry + 1);
                logRetry(source, request, String.valueOf(e.getMessage()), retry + 1, wait);
            } catch (IOException e) {
                if (stop.isStopped()) {
                    throw new SyncStoppedException(null);
                }
                if (!Retries.isPassing(e)
                        || e instanceof SSLException
                        || retry == limits.retries().most()) {
                    throw errors.described(api(request), e);
                }
                wait = limits.retries().backoff(retry + 1);
                logRetry(source, request, "failed (" + Failure.text(e) + ")", retry + 1, wait);
            } catch (RuntimeException e) {
                // Requests that wait for a connection end in this way when all are closed.
                if (stop.isStopped()) {
                    throw new SyncStoppedException(null);
                }
                throw e;
            }
            retry++;
            listener.retried(source);
            stop.await(wait);
        }
    }

    /** Renews once, and once more when other requests may have used up the new token. */
    private static boolean isRenewed(Authenticator.Refusal refusal, int renewals) {
        return refusal != Authenticator.Refusal.FINAL
                && (renewals == 0 || (refusal == Authenticator.Refusal.SPENT && renewals < MOST_RENEWALS));
    }

    /**
     * Returns how long the server asks to wait before this request is repeated; null when it does not. The server's limits
     * apply to all sources of the profile.
     */
    private @Nullable Duration requestedWait(ClassicHttpResponse response) {
        ServerTimes times = new ServerTimes(response, clock.instant());
        Duration reset = times.untilReset();
        if (reset != null) {
            throttle.pause(reset);
        }
        // Some servers send 403 where others send 429.
        boolean forbidden = response.getCode() == 403;
        Duration after = forbidden || Retries.isPassing(response.getCode()) ? times.retryAfter() : null;
        if (after != null) {
            throttle.pause(after);
        }
        return after != null ? after : forbidden ? reset : null;
    }

    private ClassicHttpResponse proceed(ClassicHttpRequest attempt, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        boolean whole = false;
        try (Deadline deadline = new Deadline(limits.deadline(), cancellable(scope))) {
            try {
                ClassicHttpResponse response = chain.proceed(attempt, scope);
                errors.checkProxy(api(attempt), attempt, response.getCode(), scope.clientContext);
                if (response.getCode() >= 300) {
                    mask(response);
                }
                whole = ResponseSpooler.fetch(response, limits.maxResponseBytes());
                return response;
            } catch (IOException | HttpException | RuntimeException e) {
                // The exception depends on where the request was cancelled.
                if (deadline.isOver()) {
                    throw errors.late(api(attempt), limits.deadline());
                }
                throw e;
            }
        } finally {
            if (!whole) {
                scope.execRuntime.discardEndpoint();
            }
        }
    }

    private static String api(ClassicHttpRequest request) {
        return "the API at " + RequestErrors.address(request);
    }

    /** The headers and reason of an error become part of an exception, which may be logged elsewhere. */
    private static void mask(ClassicHttpResponse response) {
        for (Header header : response.getHeaders()) {
            String value = String.valueOf(header.getValue());
            String masked = Secrets.masked(value);
            if (!masked.equals(value)) {
                response.setHeader(header.getName(), masked);
            }
        }
        String reason = response.getReasonPhrase();
        if (reason != null) {
            response.setReasonPhrase(Secrets.masked(reason));
        }
    }

    private static Cancellable cancellable(ExecChain.Scope scope) {
        return scope.originalRequest instanceof Cancellable request ? request : () -> false;
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static String times(int retries) {
        return retries == 0 ? "" : " " + (retries + 1) + " times";
    }

    private void logRetry(String source, ClassicHttpRequest request, String what, int retry, Duration wait) {
        LOG.info(
                "{}: {} {}: retry {} of {} in {} ms",
                source,
                request.getAuthority(),
                what,
                retry,
                limits.retries().most(),
                wait.toMillis());
    }
}
