package dev.tidemark.http;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of requests per period, evenly spread over it.
 *
 * @param burst how many may be sent at once
 * @param period after which as many more may be sent
 */
record RateLimit(int burst, Duration period) {

    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,8})/([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    /** Much shorter waits are not possible. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    /** @throws IllegalArgumentException when the text is not like {@code 10/s} */
    static RateLimit of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a rate such as 10/s, 600/m, 1000/h or 5000/d");
        }
        long number = Long.parseLong(matcher.group(1));
        long burst = Math.max(1, number * SHORTEST.toNanos() / unit.toNanos());
        return new RateLimit((int) burst, unit.multipliedBy(burst).dividedBy(number));
    }
}
