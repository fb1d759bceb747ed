package dev.tidemark.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a value is masked. */
enum MaskMethod {
    /** A keyed hash: equal values stay equal. */
    SHA256,
    /** Three stars. */
    REDACT,
    /** Some of its characters. */
    PARTIAL;

    /** @throws IllegalArgumentException when the word is not one of them */
    static MaskMethod of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("method is `" + word.strip() + "`, which is not one of "
                        + Arrays.stream(values()).map(MaskMethod::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
