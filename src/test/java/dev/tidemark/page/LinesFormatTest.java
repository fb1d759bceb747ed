package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NDJSON: one record in each line. */
class LinesFormatTest {

    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1}\n{\"id\":2}\n",
                "{\"id\":1}\n{\"id\":2}",
                "{\"id\":1}\r\n\r\n  {\"id\":2} \r\n\n",
                "\uFEFF{\"id\":1}\n{\"id\":2}"
            })
    void eachLineIsARecordAndBlankLinesAreSkipped(String body) throws IOException {
        assertThat(read(body)).containsExactly(Map.of("id", 1), Map.of("id", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n"})
    void aBodyWithoutLinesHasNoRecords(String body) throws IOException {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void linesWithOtherFieldsKeepTheirOwn() throws IOException {
        List<Map<String, @Nullable Object>> records =
                read("{\"id\":1,\"a\":1.10}\n{\"id\":2,\"b\":{\"c\":null}}\n{\"b\":1}");

        assertThat(records.get(0)).isEqualTo(Map.of("id", 1, "a", new BigDecimal("1.10")));
        assertThat(records.get(1)).hasToString("{id=2, b={c=null}}");
        assertThat(records.get(2)).isEqualTo(Map.of("b", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1}~{\"id\": | line 2 of the response is not a complete JSON object",
                "{\"id\":1}~~{\"id\":NaN} | line 3 of the response is not a complete JSON object",
                "{\"id\":1}~{\"id\":1,\"id\":2} | line 2 of the response is not a complete JSON object: Duplicate field",
                "{\"id\":1}~[{\"id\":2}] | line 2 of the response is an array, not an object",
                "{\"id\":1}~null | line 2 of the response is null",
                "{\"id\":1}{\"id\":2} | line 1 of the response continues after the end of its JSON object",
                "{~\"id\":1~} | line 1 of the response is not a complete JSON object",
                "{\"id\":1}~{\"error\":{\"code\":7}} | nothing but an error in the place of a record, in the field `error`",
                "<html><body>Sign in</body></html> | is HTML, not NDJSON"
            })
    void aBadLineRefusesThePageAndIsNamed(String body, String told) {
        assertThatThrownBy(() -> read(body.replace('~', '\n')))
                .isInstanceOf(PageException.class)
                .hasMessageContaining(told)
                .message()
                .doesNotContain("Source:", "REDACTED", "Feature");
    }

    @Test
    void aLineWithoutAnEndIsRefusedWithinTheBound() {
        String body = "{\"id\":1}\n{\"x\":[" + "1,".repeat(5 * MIB);

        assertThatThrownBy(() -> read(body))
                .isInstanceOf(PageException.class)
                .hasMessageContaining("line 2 of the response is longer than 8 MiB");
    }

    @Test
    void aLineOfSevenMebibytesIsRead() throws IOException {
        assertThat(read("{\"id\":1}\n{\"x\":\"" + "x".repeat(7 * MIB) + "\"}\n{\"id\":3}"))
                .hasSize(3);
    }

    @Test
    void theCharsetOfTheResponseIsUsedAndAByteOrderMarkComesFirst() throws IOException {
        String line = "{\"name\":\"J\u00f6rg\"}\n";
        List<Map<String, String>> one = List.of(Map.of("name", "J\u00f6rg"));

        assertThat(read("application/x-ndjson; charset=ISO-8859-1", line.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(one);
        assertThat(read("application/x-ndjson; charset=ISO-8859-1", ("\uFEFF" + line).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(one);
        assertThat(read(null, ("\uFEFF" + line).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(one);
        assertThat(read(null, ("\uFEFF" + line).getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(one);
        assertThat(read("text/plain; charset=UTF-16", line.getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(one);
    }

    @Test
    void bytesOfAnotherCharsetAreRefused() {
        byte[] latin = "{\"id\":1}\n{\"name\":\"J\u00f6rg\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(null, latin)).hasMessageContaining("is not UTF-8; have the API send");
        assertThatThrownBy(() -> read("text/plain; charset=klingon", latin))
                .hasMessageContaining("an unknown charset, `text/plain; charset=klingon`");
        assertThatThrownBy(() -> read("text/plain; charset=a,b", latin)).hasMessageContaining("an unknown charset");
    }

    private static List<Map<String, @Nullable Object>> read(String body) throws IOException {
        return ReadBody.of(new LinesFormat(), "application/x-ndjson", body);
    }

    private static List<Map<String, @Nullable Object>> read(@Nullable String type, byte[] body) throws IOException {
        return ReadBody.of(new LinesFormat(), type, body);
    }
}
