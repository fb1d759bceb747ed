package dev.tidemark.strategy.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionalTextTest {

    /** The last one is what {@code camel export} puts in the place of a parameter that is missing. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "@@CamelMagicValue@@"})
    void aParameterIsLeftOut(String parameter) {
        assertThat(OptionalText.of(parameter)).isNull();
    }

    @Test
    void aParameterIsGiven() {
        assertThat(OptionalText.of("50")).isEqualTo("50");
    }
}
