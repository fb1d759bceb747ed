package dev.tidemark.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a document has at {@code recordsPath}, by the names in {@code recordsAs}. */
enum RecordsAs {
    /** An array of objects, each of which is a record. */
    LIST,
    /** An object, the only record. */
    ONE,
    /** An object whose values are the records, by their keys. */
    MAP,
    /** An array of arrays with the values of a record. */
    VALUES;

    /** @throws IllegalArgumentException when the name is not one of them */
    static RecordsAs of(String name) {
        return Arrays.stream(values())
                .filter(as -> as.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("recordsAs `" + name + "` is not one of "
                        + Arrays.stream(values()).map(RecordsAs::toString).collect(Collectors.joining(", "))));
    }

    boolean isArray() {
        return this == LIST || this == VALUES;
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
