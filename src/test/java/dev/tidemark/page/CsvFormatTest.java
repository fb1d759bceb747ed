package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.row.RefusedRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as in RFC 4180, and as it comes. In the bodies, ~ is a line break and ' a quote. */
class CsvFormatTest {

    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b~1,2~ | {a=1, b=2}",
                "a,b~1,2 | {a=1, b=2}",
                "a,b\r~1,2\r~ | {a=1, b=2}",
                "a,b\r1,2\r | {a=1, b=2}",
                "'a','b'~'1','2'~ | {a=1, b=2}",
                "a,b~1,'x,y'~ | {a=1, b=x,y}",
                "a,b~1,'say ''hi'''~ | {a=1, b=say 'hi'}",
                "a,b~1,5' disk~ | {a=1, b=5' disk}",
                "a,b~ 1 , 2~ | {a= 1 , b= 2}",
                "a,b~~1,2~~ | {a=1, b=2}",
                "#a,b~1,\\n | {#a=1, b=\\n}",
                "\uFEFFa,b~1,2~ | {a=1, b=2}",
                "\uFEFF'a',b~1,2~ | {a=1, b=2}",
                "a,b,c~x,'',~ | {a=x, b=, c=null}",
                "a,b,c~'x',,''~ | {a=x, b=null, c=}",
                "a,b,c~,,~ | {a=null, b=null, c=null}",
                "a~''~ | {a=}"
            })
    void aRowIsARecordOfTexts(String body, String record) throws IOException {
        assertThat(read(body)).singleElement().hasToString(record.replace('\'', '"'));
    }

    @Test
    void anEmptyCellIsNullAlsoAfterACellInQuotes() throws IOException {
        assertThat(read("a,b~'x',~'',~,''~"))
                .extracting(row -> row.get("a"), row -> row.get("b"))
                .containsExactly(tuple("x", null), tuple("", null), tuple(null, ""));
    }

    @Test
    void lineBreaksInQuotesAreKept() throws IOException {
        assertThat(read("a,b~1,'x~~y\r~z'~2,b~")).hasToString("[{a=1, b=x\n\ny\r\nz}, {a=2, b=b}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"; | a;b~1,5;2 | {a=1,5, b=2}", "tab | a\tb~1\t2 | {a=1, b=2}", "`|` | `a|b~1|2` | {a=1, b=2}"})
    void anotherSeparatorIsUsed(String separator, String body, String record) throws IOException {
        assertThat(read(new CsvFormat(CsvSeparator.of(separator), false), null, bytes(body)))
                .singleElement()
                .hasToString(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b~", "a,b", "~a,b~~~"})
    void aHeaderAloneHasNoRecords(String body) throws IOException {
        assertThat(read(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "\uFEFF"})
    void aBodyWithoutAHeaderIsEmptyOnRequestOnly(String body) throws IOException {
        assertThatThrownBy(() -> read(body)).hasMessageContaining("no header; set emptyWhenMissing");

        assertThat(read(new CsvFormat(',', true), null, bytes(body))).isEmpty();
    }

    @Test
    void aRaggedRowIsRefusedAndTheOthersAreRead() throws IOException {
        List<Map<String, @Nullable Object>> records = read("a,b~1,'x~y'~2~3,'x~y',z~4,x~");

        assertThat(records).filteredOn(RefusedRecord.class::isInstance).hasSize(2);
        assertThat(records.get(0)).hasToString("{a=1, b=x\ny}");
        assertThat(records.get(3)).hasToString("{a=4, b=x}");
        assertThat(((RefusedRecord) records.get(1)).reason())
                .isEqualTo("line 4 of the response has 1 cell, but the header has 2 names; check csvSeparator, and"
                        + " whether values with a separator are in quotes");
        assertThat(((RefusedRecord) records.get(2)).reason()).startsWith("line 5 of the response has 3 cells");
        assertThat(records.get(2)).containsEntry("_values", List.of("3", "x\ny", "z"));
    }

    @Test
    void aRaggedRowMayHaveEmptyCells() throws IOException {
        assertThat(read("a,b~1,,~")).singleElement().hasToString("{_values=[1, null, null]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id,name,id~1,2,3 | the name `id` twice, also in column 3",
                "id,,name~1,2,3 | an empty name, in column 2",
                "id,''~1,2 | an empty name, in column 2",
                "id,name~1,'x~2,y~ | line 2 of the response opens a quote that is not closed",
                "id,name~1,'x~y'z~ | line 3 of the response has more text after a closing quote",
                "<!doctype html>~<html></html> | is HTML, not CSV",
                "<error>no</error> | is XML, not CSV",
                "{'error':'no'} | is JSON, not CSV: maybe an error"
            })
    void whatIsNotCsvRefusesThePage(String body, String told) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(PageException.class).hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x,", ","})
    void aRowWithoutAnEndIsRefusedWithinTheBound(String endless) {
        String part = endless.repeat(9 * MIB);

        assertThatThrownBy(() -> read(part)).hasMessageContaining("line 1 of the response is longer than 8 MiB");
        assertThatThrownBy(() -> read("a,b~1,2~1," + part))
                .isInstanceOf(PageException.class)
                .hasMessageContaining("the row that begins in line 3 of the response is longer than 8 MiB");
        assertThatThrownBy(() -> read("a,b~1,'" + part)).hasMessageContaining("line 2 of the response is longer");
    }

    @Test
    void theCharsetOfTheResponseIsUsedAndAByteOrderMarkComesFirst() throws IOException {
        String text = "name\nJ\u00f6rg \u20ac\n";
        List<Map<String, String>> one = List.of(Map.of("name", "J\u00f6rg \u20ac"));

        assertThat(read(csv(), "text/csv; charset=windows-1252", text.getBytes(Charset.forName("windows-1252"))))
                .isEqualTo(one);
        assertThat(read(csv(), "text/csv; charset=ISO-8859-1", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(one);
        assertThat(read(csv(), "text/csv", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(one);
        assertThat(read(csv(), "text/csv; charset=utf-16", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(one);
        assertThatThrownBy(() -> read(csv(), "text/csv", text.getBytes(Charset.forName("windows-1252"))))
                .hasMessageContaining("line 1 of the response, or one after it, is not UTF-8");
    }

    private static List<Map<String, @Nullable Object>> read(String body) throws IOException {
        return read(csv(), "text/csv", bytes(body));
    }

    private static List<Map<String, @Nullable Object>> read(CsvFormat format, @Nullable String type, byte[] body)
            throws IOException {
        return ReadBody.of(format, type, body);
    }

    private static CsvFormat csv() {
        return new CsvFormat(',', false);
    }

    private static byte[] bytes(String body) {
        return body.replace('~', '\n').replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
