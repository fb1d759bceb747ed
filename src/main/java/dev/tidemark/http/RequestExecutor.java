package dev.tidemark.http;

import dev.tidemark.sync.Failure;
import dev.tidemark.sync.Secrets;
import dev.tidemark.sync.SyncStoppedException;
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
 * One request of a source, as often as the budget allows: at the profile's pace, signed by its login, ended by its
 * deadline, its answer fetched whole. The outermost part of the client, so that all else happens anew with each attempt.
 */
final class RequestExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RequestExecutor.class);

    /** The last one is for a token that no other request has, so its refusal is meant. */
    private static final int MOST_RENEWALS = 2;

    private final Map<String, String> headers;
    private final Authenticator login;
    private final RequestThrottle pace;
    private final Retries retries;
    private final Limits limits;
    private final RequestErrors unanswered;
    private final Stop stop;
    private final Clock clock;

    /**
     * What bounds an answer.
     *
     * @param deadline for all of it
     * @param maxResponseBytes decompressed
     */
    record Limits(Duration deadline, long maxResponseBytes) {}

    RequestExecutor(
            Map<String, String> headers,
            Authenticator login,
            RequestThrottle pace,
            Retries retries,
            Limits limits,
            RequestErrors unanswered,
            Stop stop,
            Clock clock) {
        this.headers = headers;
        this.login = login;
        this.pace = pace;
        this.retries = retries;
        this.limits = limits;
        this.unanswered = unanswered;
        this.stop = stop;
        this.clock = clock;
    }

    ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, String source, RequestListener listener)
            throws IOException, HttpException {
        int renewals = 0;
        for (int retry = 0; ; ) {
            long started = System.nanoTime();
            if (pace.await()) {
                listener.throttled(source, since(started));
            }
            ClassicHttpRequest attempt = ClassicRequestBuilder.copy(request).build();
            headers.forEach(attempt::setHeader);
            Duration wait;
            try {
                if (renewals < MOST_RENEWALS) {
                    login.sign(attempt);
                } else {
                    login.signAlone(attempt);
                }
                long sent = System.nanoTime();
                ClassicHttpResponse response = proceed(attempt, scope, chain);
                listener.answered(source, since(sent));
                Duration asked = asked(response);
                if (response.getCode() == 401 && isRenewed(login.refused(attempt), renewals)) {
                    renewals++;
                    response.close();
                    continue;
                }
                if (response.getCode() == 401) {
                    response.close();
                    throw unanswered.refused(attempt, renewals > 0);
                }
                boolean passing = asked != null || Retries.isPassing(response.getCode());
                if (!passing || retry == retries.most()) {
                    return response;
                }
                response.close();
                // What was asked for is waited for by the pace, at the start of the next attempt.
                wait = asked == null ? retries.backoff(retry + 1) : Duration.ZERO;
                say(source, request, "answered " + response.getCode(), retry + 1, asked == null ? wait : asked);
            } catch (ServerBusyException e) {
                if (stop.isStopped()) {
                    throw new SyncStoppedException(null);
                }
                if (retry == retries.most()) {
                    throw new ClientException(e.getMessage() + times(retry), e);
                }
                wait = retries.backoff(retry + 1);
                say(source, request, String.valueOf(e.getMessage()), retry + 1, wait);
            } catch (IOException e) {
                if (stop.isStopped()) {
                    throw new SyncStoppedException(null);
                }
                if (!Retries.isPassing(e) || e instanceof SSLException || retry == retries.most()) {
                    throw unanswered.told(who(request), e);
                }
                wait = retries.backoff(retry + 1);
                say(source, request, "failed (" + Failure.text(e) + ")", retry + 1, wait);
            } catch (RuntimeException e) {
                // So end requests that wait for a connection when all are closed.
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

    /** Once in any case, and once more when it may be other requests that used the new token up. */
    private static boolean isRenewed(Authenticator.Refusal refusal, int renewals) {
        return refusal != Authenticator.Refusal.FINAL
                && (renewals == 0 || (refusal == Authenticator.Refusal.SPENT && renewals < MOST_RENEWALS));
    }

    /**
     * What the server says of its limits holds for all sources of the profile. Null unless it wants this request again
     * later.
     */
    private @Nullable Duration asked(ClassicHttpResponse response) {
        ServerTimes times = new ServerTimes(response, clock.instant());
        Duration reset = times.untilReset();
        if (reset != null) {
            pace.pause(reset);
        }
        // Some servers say 403 where others say 429.
        boolean forbidden = response.getCode() == 403;
        Duration after = forbidden || Retries.isPassing(response.getCode()) ? times.retryAfter() : null;
        if (after != null) {
            pace.pause(after);
        }
        return after != null ? after : forbidden ? reset : null;
    }

    private ClassicHttpResponse proceed(ClassicHttpRequest attempt, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        boolean whole = false;
        try (Deadline deadline = new Deadline(limits.deadline(), cancellable(scope))) {
            try {
                ClassicHttpResponse response = chain.proceed(attempt, scope);
                unanswered.refuseProxys(who(attempt), attempt, response.getCode(), scope.clientContext);
                if (response.getCode() >= 300) {
                    mask(response);
                }
                whole = ResponseSpooler.fetch(response, limits.maxResponseBytes());
                return response;
            } catch (IOException | HttpException | RuntimeException e) {
                // Depending on where the cancelling met it, it fails in many ways.
                if (deadline.isOver()) {
                    throw unanswered.late(who(attempt), limits.deadline());
                }
                throw e;
            }
        } finally {
            if (!whole) {
                scope.execRuntime.discardEndpoint();
            }
        }
    }

    private static String who(ClassicHttpRequest request) {
        return "the API at " + RequestErrors.address(request);
    }

    /** What a refusal says about itself becomes part of an exception, which others log. */
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

    private void say(String source, ClassicHttpRequest request, String what, int retry, Duration wait) {
        LOG.info(
                "{}: {} {}: retry {} of {} in {} ms",
                source,
                request.getAuthority(),
                what,
                retry,
                retries.most(),
                wait.toMillis());
    }
}
