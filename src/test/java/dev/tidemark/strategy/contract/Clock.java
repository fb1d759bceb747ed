package dev.tidemark.strategy.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the cursors of a source are, written in several forms and read by nothing of the code under test. Time is counted
 * in seconds; a place in the order of cursors is a number of milliseconds, or, of numbers, thousandths.
 */
enum Clock {
    TIMESTAMP("timestamp", "0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z") {
        @Override
        Object write(int second, int form) {
            LocalDateTime time = BASE.plusSeconds(second);
            return switch (form % 5) {
                case 0 -> SECONDS.format(time.plusHours(2)) + "+02:00";
                case 1 -> SECONDS.format(time).replace('T', ' ') + ".000Z";
                case 2 -> (time.getSecond() == 0 ? MINUTES : SECONDS).format(time) + "Z";
                default -> SECONDS.format(time) + "Z";
            };
        }
    },
    EPOCH_SECONDS("epoch-seconds", "0", "32472144000") {
        @Override
        Object write(int second, int form) {
            long epoch = BASE.plusSeconds(second).toEpochSecond(ZoneOffset.UTC);
            return form % 4 == 0 ? Long.toString(epoch) : epoch;
        }
    },
    NUMBER("number", "0", "much") {
        @Override
        Object write(int second, int form) {
            return form % 4 == 0 ? Integer.toString(second) : form % 4 == 1 ? new BigDecimal(second + ".0") : second;
        }
    };

    private static final LocalDateTime BASE = LocalDateTime.of(2024, 1, 15, 10, 0);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final Map<String, Long> TIMES = new ConcurrentHashMap<>();

    private final String cursorType;
    private final String initial;
    private final String future;

    Clock(String cursorType, String initial, String future) {
        this.cursorType = cursorType;
        this.initial = initial;
        this.future = future;
    }

    /** The cursor of a second, in one of the forms that an API may mix. */
    abstract Object write(int second, int form);

    String cursorType() {
        return cursorType;
    }

    String initial() {
        return initial;
    }

    /** A cursor far in the future; for numbers, which have no future, an invalid one. */
    Object future() {
        return this == EPOCH_SECONDS ? (Object) Long.valueOf(future) : future;
    }

    boolean hasFuture() {
        return this != NUMBER;
    }

    /** The place of a cursor, as written in a request or a state. */
    long place(String text) {
        if (text.equals(initial)) {
            return Long.MIN_VALUE;
        }
        return switch (this) {
            case NUMBER -> new BigDecimal(text).movePointRight(3).longValueExact();
            case EPOCH_SECONDS -> new BigDecimal(text).movePointRight(3).longValueExact();
            case TIMESTAMP ->
                TIMES.computeIfAbsent(text, key -> OffsetDateTime.parse(key.replace(' ', 'T'))
                        .toInstant()
                        .toEpochMilli());
        };
    }

    long place(int second) {
        return this == NUMBER ? second * 1000L : instant(second).toEpochMilli();
    }

    static Instant instant(int second) {
        return BASE.plusSeconds(second).toInstant(ZoneOffset.UTC);
    }
}
