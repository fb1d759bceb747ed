package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no foo://bar?password=ab,cd&size=3 | no foo://bar?password&size",
                "no foo://bar?password=RAW(a&b}c)&x=1 is there | no foo://bar?password&x is there",
                "Unknown parameters=[{token=ab,cd, size=3}] | Unknown parameters=[{token, size}]",
                "no ftp://ann:p:w@host/dir | no ftp://***@host/dir",
                "no ftp://ann:pw@host/dir?passiveMode=true | no ftp://***@host/dir?passiveMode",
                "No language could be found for: groovy | No language could be found for: groovy"
            })
    void valuesAndLoginsAreMasked(String message, String masked) {
        assertThat(EndpointText.masked(message)).isEqualTo(masked);
    }
}
