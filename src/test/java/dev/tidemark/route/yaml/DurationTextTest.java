package dev.tidemark.route.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "60s,60000",
        "500ms,500",
        "5m,300000",
        "1h30m,5400000",
        "0,0",
        "0s,0",
        "2d,172800000",
        "1d2h3m4s,93784000"
    })
    void whatIsValidMeansToCamelWhatItSays(String text, long milliseconds) {
        assertThat(DurationText.isValid(text)).isTrue();
        assertThat(TimeUtils.toMilliSeconds(text)).isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "soon", "500", "60", "00", "500 ms", "5 m", "1h 30m", "-5s", "1.5s", "5M", "30m1h", "s", "PT",
                "PT5M", "1w"
            })
    void whatCamelWouldMisreadIsNotValid(String text) {
        assertThat(DurationText.isValid(text)).isFalse();
    }
}
