package dev.tidemark.sink;

import dev.tidemark.strategy.cursor.TimestampText;
import dev.tidemark.text.SafeText;
import dev.tidemark.text.Secrets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, and the conversion of a JSON value to it. Dates and times may be before our era, after the year
 * 9999, or infinite (the greatest and least of their class). Times of more than a day become a {@link java.time.Duration}.
 * A value is converted only when it is clearly of the type: the text {@code "12"} for a number, a number for text, seconds
 * since 1970 for an instant. A value that does not fit throws.
 */
enum ColumnType {
    BOOLEAN {
        @Override
        Object convert(Object value) {
            String text = value instanceof Number
                    ? number(value).stripTrailingZeros().toPlainString()
                    : text(value).strip().toLowerCase(Locale.ROOT);
            return switch (text) {
                case "true", "t", "yes", "y", "on", "1" -> true;
                case "false", "f", "no", "n", "off", "0" -> false;
                default -> throw misfit(value);
            };
        }
    },
    SHORT {
        @Override
        Object convert(Object value) {
            return number(value).shortValueExact();
        }
    },
    INT {
        @Override
        Object convert(Object value) {
            return value instanceof Integer ? value : (Object) number(value).intValueExact();
        }
    },
    LONG {
        @Override
        Object convert(Object value) {
            return value instanceof Integer || value instanceof Long
                    ? ((Number) value).longValue()
                    : number(value).longValueExact();
        }
    },
    FLOAT {
        @Override
        Object convert(Object value) {
            if (isEndless(value)) {
                return ((Number) value).floatValue();
            }
            if (value instanceof Double wide && wide.floatValue() == wide) {
                return wide.floatValue();
            }
            float number = number(value).floatValue();
            return exact(Float.isInfinite(number) ? null : Float.toString(number), number, value);
        }
    },
    DOUBLE {
        @Override
        Object convert(Object value) {
            if (isEndless(value)) {
                return ((Number) value).doubleValue();
            }
            double number = number(value).doubleValue();
            return exact(Double.isInfinite(number) ? null : Double.toString(number), number, value);
        }
    },
    DECIMAL {
        @Override
        Object convert(Object value) {
            return number(value);
        }
    },
    STRING {
        @Override
        Object convert(Object value) {
            return value instanceof String
                    ? value
                    : isNested(value)
                            ? JsonText.canonical(value)
                            : value instanceof BigDecimal n ? sane(n).toPlainString() : text(value);
        }
    },
    JSON {
        @Override
        Object convert(Object value) {
            return JsonText.canonical(value);
        }
    },
    BINARY {
        @Override
        Object convert(Object value) {
            return value instanceof byte[] ? value : Base64.getDecoder().decode(text(value));
        }
    },
    NAIVE_DATE {
        @Override
        Object convert(Object value) {
            LocalDateTime local = timestamp(value).local();
            if (!local.equals(LocalDateTime.MAX) && !local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
                throw misfit(value);
            }
            return local.toLocalDate();
        }
    },
    NAIVE_TIME {
        @Override
        Object convert(Object value) {
            String text = text(value).strip().replace(',', '.');
            Object span = TimeSpan.read(text);
            return span == null
                    ? LocalTime.parse(text.startsWith("T") || text.startsWith("t") ? text.substring(1) : text)
                    : span;
        }
    },
    NAIVE_DATETIME {
        @Override
        Object convert(Object value) {
            TimestampText timestamp = timestamp(value);
            if (timestamp.hasZone()) {
                throw misfit(value);
            }
            return timestamp.local();
        }
    },
    UTC_DATETIME {
        @Override
        Object convert(Object value) {
            EpochUnit unit = EpochUnit.of(value);
            return unit == null ? timestamp(value).utc() : unit.at(value);
        }
    };

    private static final int MAX_EXPONENT = 1000;

    /**
     * Converts a JSON value that is not null.
     *
     * @throws IllegalArgumentException or ArithmeticException or DateTimeException when it does not fit
     */
    abstract Object convert(Object value);

    /** Whether two values of this type can be ordered as older and newer. */
    boolean isOrdered() {
        return switch (this) {
            case SHORT, INT, LONG, FLOAT, DOUBLE, DECIMAL, NAIVE_DATE, NAIVE_DATETIME, UTC_DATETIME -> true;
            default -> false;
        };
    }

    /** Whether its values have fractional digits of a second. */
    boolean isTime() {
        return this == NAIVE_TIME || this == NAIVE_DATETIME || this == UTC_DATETIME;
    }

    /** Whether it is a binary number that is infinite or NaN. JSON has no such numbers. */
    static boolean isEndless(Object value) {
        return (value instanceof Double || value instanceof Float) && !Double.isFinite(((Number) value).doubleValue());
    }

    static boolean isNested(Object value) {
        return value instanceof Map || value instanceof Iterable;
    }

    IllegalArgumentException misfit(Object value) {
        String excerpt = SafeText.shortened(Secrets.masked(value.toString()), RefusedValues.SHOWN);
        return new IllegalArgumentException("`" + excerpt + "` is not a " + name().toLowerCase(Locale.ROOT));
    }

    /** A binary number, provided that its shortest decimal form equals the given value. */
    Object exact(@Nullable String shortest, Object number, Object value) {
        if (shortest == null || new BigDecimal(shortest).compareTo(number(value)) != 0) {
            throw misfit(value);
        }
        return number;
    }

    private static String text(Object value) {
        if (isNested(value)) {
            throw new IllegalArgumentException("is nested");
        }
        if (value instanceof byte[]) {
            throw new IllegalArgumentException("is binary");
        }
        return value.toString();
    }

    private static TimestampText timestamp(Object value) {
        return TimestampText.read(text(value).strip(), ZoneOffset.UTC);
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return sane(decimal);
        }
        if (isEndless(value)) {
            throw new IllegalArgumentException("`" + value + "` is not a number that the column can hold");
        }
        return value instanceof BigInteger integer
                ? new BigDecimal(integer)
                : sane(new BigDecimal(text(value).strip()));
    }

    /** The twelve characters 1e1000000000 would fill the memory when written out. */
    private static BigDecimal sane(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw new ArithmeticException("`" + number + "` has an exponent beyond " + MAX_EXPONENT);
        }
        return number;
    }
}
