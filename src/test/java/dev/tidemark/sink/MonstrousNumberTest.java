package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few letters of a response must not fill the memory. */
class MonstrousNumberTest {

    private static final BigDecimal MONSTROUS = new BigDecimal("1e1000000000");

    @ParameterizedTest
    @ValueSource(strings = {"STRING", "DECIMAL(38, 2)", "LONG", "DOUBLE"})
    void noColumnTakesIt(String type) {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Column.of("x", type).convert(MONSTROUS))
                .withMessageContaining("exponent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "STRING"})
    void insideJsonItStaysAsItCame(String type) {
        assertThat(Column.of("x", type).convert(Map.of("a", MONSTROUS))).isEqualTo("{\"a\":1E+1000000000}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e-1000"})
    void whatFitsIsWrittenOut(String number) {
        assertThat(Column.of("x", "STRING").convert(new BigDecimal(number)))
                .asString()
                .hasSizeBetween(1001, 1002);
    }
}
