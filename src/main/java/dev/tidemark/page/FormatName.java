package dev.tidemark.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of response bodies, by their names in {@code format}. */
enum FormatName {
    JSON,
    NDJSON,
    CSV,
    XML;

    /** @throws IllegalArgumentException when the name is not one of them */
    static FormatName of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format `" + name + "` is not one of "
                        + Arrays.stream(values()).map(FormatName::toString).collect(Collectors.joining(", "))));
    }

    /** Whether a body is nothing but records, so that nothing beside them can be found in it. */
    boolean isOnlyRecords() {
        return this == NDJSON || this == CSV;
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
