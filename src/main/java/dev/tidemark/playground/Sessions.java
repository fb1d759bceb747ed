package dev.tidemark.playground;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Session tokens, each valid for an hour. The oldest are removed when there are too many. */
final class Sessions {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int MAX_SESSIONS = 1000;

    private final long seed;
    private final Clock clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();
    private int opened;

    Sessions(long seed, Clock clock) {
        this.seed = seed + 7;
        this.clock = clock;
    }

    synchronized String open() {
        String token = String.format("%016x", BitMixer.mix(seed, opened++));
        ends.put(token, clock.instant().plus(LIFETIME));
        if (ends.size() > MAX_SESSIONS) {
            ends.remove(ends.keySet().iterator().next());
        }
        return token;
    }

    synchronized boolean isOpen(String token) {
        Instant end = ends.get(token);
        return end != null && clock.instant().isBefore(end);
    }
}
