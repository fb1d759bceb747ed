package dev.tidemark.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to wait. Dates are compared with the server's own clock when it sends it, since the local clock may
 * differ.
 */
final class ServerTimes {

    /** Longer waits are capped: an error in a header must not stop a source for years. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** Larger numbers are points in time, in seconds since 1970. */
    private static final BigDecimal EPOCH_SECONDS = new BigDecimal("1000000000");

    /** Larger ones are in milliseconds since 1970. */
    private static final BigDecimal EPOCH_MILLIS = new BigDecimal("1000000000000");

    /** Matches {@code limit=100, remaining=0, reset=50} and in {@code "default";r=0;t=50}. */
    private static final Pattern REMAINING = Pattern.compile("(?:^|[,;\\s])(?:remaining|r)=(\\d+)");

    private static final Pattern RESET = Pattern.compile("(?:^|[,;\\s])(?:reset|t)=(\\d+)");

    private final HttpMessage response;
    private final Instant now;

    ServerTimes(HttpMessage response, Instant received) {
        this.response = response;
        Instant date = DateUtils.parseStandardDate(response, "Date");
        this.now = date == null ? received : date;
    }

    /** The wait that {@code Retry-After} requests, in seconds or as a date; null when there is none. */
    @Nullable
    Duration retryAfter() {
        String text = value("Retry-After");
        if (text == null) {
            return null;
        }
        Duration seconds = seconds(text);
        if (seconds != null) {
            return seconds;
        }
        Instant date = DateUtils.parseStandardDate(text);
        return date == null ? null : bounded(Duration.between(now, date));
    }

    /** The wait until requests are allowed again, when this was the last one; null when more are allowed. */
    @Nullable
    Duration untilReset() {
        for (String prefix : new String[] {"X-RateLimit-", "RateLimit-", "X-RateLimit-Limit-"}) {
            String remaining = value(prefix + "Remaining");
            String reset = value(prefix + "Reset");
            if (remaining != null && reset != null && isZero(remaining)) {
                return seconds(reset);
            }
        }
        String both = value("RateLimit");
        if (both != null) {
            Matcher remaining = REMAINING.matcher(both);
            Matcher reset = RESET.matcher(both);
            if (remaining.find() && reset.find() && isZero(remaining.group(1))) {
                return seconds(reset.group(1));
            }
        }
        return null;
    }

    /** A number of seconds, or the seconds until a point in time. */
    private @Nullable Duration seconds(String text) {
        if (!text.matches("\\d{1,30}(\\.\\d{1,9})?")) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(EPOCH_MILLIS) > 0) {
            number = number.movePointLeft(3);
        }
        if (number.compareTo(EPOCH_SECONDS) > 0) {
            number = number.subtract(new BigDecimal(now.getEpochSecond()));
        }
        BigDecimal most = new BigDecimal(LONGEST.toSeconds());
        return bounded(Duration.ofMillis(number.min(most).movePointRight(3).longValue()));
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static boolean isZero(String number) {
        return number.strip().matches("0+");
    }

    private @Nullable String value(String header) {
        Header first = response.getFirstHeader(header);
        return first == null || first.getValue() == null
                ? null
                : first.getValue().strip();
    }
}
