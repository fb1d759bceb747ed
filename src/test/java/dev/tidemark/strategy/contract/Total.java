package dev.tidemark.strategy.contract;

import org.jspecify.annotations.Nullable;

/** What a server announces as the number of all records or pages. */
enum Total {
    HONEST,
    MISSING,
    TOO_LOW,
    TOO_HIGH,
    CHANGING,
    /** Never above what the server counts to. */
    CAPPED,
    NEGATIVE,
    TEXT;

    private static final int MOST_COUNTED = 5;

    /** @param responses how many the server has given so far */
    @Nullable
    String of(int honest, int responses) {
        return switch (this) {
            case HONEST -> Integer.toString(honest);
            case MISSING -> null;
            case TOO_LOW -> Integer.toString(honest / 2);
            case TOO_HIGH -> Integer.toString(honest + 3);
            case CHANGING -> Integer.toString(responses % 5);
            case CAPPED -> Integer.toString(Math.min(honest, MOST_COUNTED));
            case NEGATIVE -> "-1";
            case TEXT -> "many";
        };
    }

    /** Whether it may lie above the number that there is. */
    boolean isTooHigh() {
        return this == TOO_HIGH || this == CHANGING;
    }
}
