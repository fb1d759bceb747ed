package dev.tidemark.strategy.cursor;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonstrousCursorTest {

    @ParameterizedTest
    @CsvSource({
        "number, 1e1000000000",
        "number, 1e-1000000000",
        "epoch-seconds, 1e600000000",
        "epoch-millis, 1e600000000"
    })
    void aFewLettersDoNotFillTheMemory(String type, String value) {
        CursorType cursor = CursorType.of(type);

        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> cursor.read(new BigDecimal(value), ZoneOffset.UTC));
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> cursor.read(value, ZoneOffset.UTC));
    }
}
