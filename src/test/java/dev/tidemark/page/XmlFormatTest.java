package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.json.Json;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML: elements at a path are the records. */
class XmlFormatTest {

    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "i | <r><i><id>1</id></i><i><id>2</id></i></r> | [{id=1}, {id=2}]",
                "is.i | <r><is><i id='1'/></is><x/><is><i id='2'/></is></r> | [{id=1}, {id=2}]",
                "i | <r><i id='1'>one</i></r> | [{id=1, _text=one}]",
                "i | <r><i>one</i></r> | [{_text=one}]",
                "i | <r><i/></r> | [{}]",
                "i | <r><i><a>1</a><b/><a>2</a><c></c><a><x>3</x></a></i></r> | [{a=[1, 2, {x=3}], b=null, c=null}]",
                "i | <r><i><a u='k'>1</a><t> x  y </t></i></r> | [{a={u=k, _text=1}, t= x  y }]",
                "i | <r><i> mixed <b>x</b> text </i></r> | [{b=x, _text=mixed  text}]",
                "i | <r><i a='1'><a>2</a></i></r> | [{a=[1, 2]}]",
                "i | <r><i><a>&lt;&#233;<![CDATA[<b>&]]></a><!-- c --><?pi?></i></r> | [{a=<\u00e9<b>&}]",
                "i | <n:r xmlns:n='u' xmlns='v'><n:i n:k='1'><x>2</x></n:i></n:r> | [{k=1, x=2}]",
                "i | <r xmlns:s='http://www.w3.org/2001/XMLSchema-instance'><i><a s:nil='true'/><b s:type='t'>1</b></i></r>"
                        + " | [{a=null, b=1}]",
                ". | <i><id>1</id></i> | [{id=1}]",
                "i.i | <r><i><i><i>1</i></i></i><i>2</i></r> | [{i=1}]",
                "i | <r>~  <i>~    <id>1</id>~  </i>~</r> | [{id=1}]"
            })
    void attributesAndElementsAreFields(String path, String body, String records) throws IOException {
        assertThat(read(path, body.replace('~', '\n'))).hasToString(records);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i | <r/>",
                "i | <r count='0'>  </r>",
                "is.i | <r><total>0</total><is/></r>",
                "is.i | <r><errors/><is count='0'></is></r>"
            })
    void anElementWithNothingInItIsAnEmptyList(String path, String body) throws IOException {
        assertThat(read(path, body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"i | <r><j/></r>", "is.i | <r/>", "is.i | <r><is><j/></is></r>", "is.i | <r><is>none</is></r>"})
    void missingElementsAreAnEmptyListOnRequestOnly(String path, String body) throws IOException {
        assertThatThrownBy(() -> read(path, body))
                .isInstanceOf(PageException.class)
                .hasMessageContainingAll("no element at `" + path + "`, below `<r>`", "set emptyWhenMissing");

        assertThat(ReadBody.of(format(path, null, null, true), null, body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is.i | <error>quota</error> | below `<error>`; check recordsPath, and what the API responds",
                "is.i | <r><error><code>7</code></error></r> | an error at `error`: {\"code\":\"7\"}",
                "is.i | <r><is><Errors>quota</Errors></is></r> | an error at `Errors`"
            })
    void anErrorIsNeverAnEmptyList(String path, String body, String told) {
        for (boolean emptyWhenMissing : new boolean[] {false, true}) {
            assertThatThrownBy(() -> ReadBody.of(format(path, null, null, emptyWhenMissing), null, body))
                    .isInstanceOf(PageException.class)
                    .hasMessageContaining(told);
        }
    }

    @Test
    void theNextPageAndAnErrorAreFoundBesideTheRecords() throws IOException {
        XmlFormat format = format("is.i", "fault.text", "page.next", false);
        String body = "<r><page next='b&amp;c'/><is><i/></is><fault><text>%s</text></fault></r>";

        assertThat(format.read(ReadBody.body(body.formatted("")), false, new Head(1, null))
                        .pageInfo())
                .isEqualTo("b&c");
        assertThatThrownBy(() -> format.read(ReadBody.body(body.formatted("quota")), false, new Head(1, null)))
                .hasMessage("the API responded with an error at `fault.text`: \"quota\"");
        assertThatThrownBy(() -> format.read(
                        ReadBody.body("<r><page><next a='1'>b</next></page><is/></r>"), false, new Head(1, null)))
                .hasMessageContaining("an element with attributes or elements at `page.next`");
    }

    @Test
    void aDocumentTypeIsRefusedAndNothingItNamesIsReadOrExpanded(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "CANARY");
        List<String> bombs = List.of(
                "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><r><i>&c;</i></r>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><r><i>&x;</i></r>",
                "<!DOCTYPE r SYSTEM '" + secret.toUri() + "'><r><i>1</i></r>",
                "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]><r><i>1</i></r>",
                "<?xml version='1.0'?><!DOCTYPE r><r><i>1</i></r>");
        for (String bomb : bombs) {
            assertThatThrownBy(() -> read("i", bomb))
                    .isInstanceOf(PageException.class)
                    .hasMessageContaining("DOCTYPE, in line 1, which is refused")
                    .message()
                    .doesNotContain("CANARY", "aaaa");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<r><i>&x;</i></r>",
                "<r><i>1</i>",
                "<r><i>1</r>",
                "<r><i>1</i></r><r/>",
                "<r><i a=1/></r>",
                "<r><i a='1' a='2'/></r>",
                "",
                "text"
            })
    void whatIsNotCompleteXmlRefusesThePage(String body) {
        assertThatThrownBy(() -> read("i", body))
                .isInstanceOf(PageException.class)
                .hasMessageContaining("the response is not complete XML, in line 1: ")
                .message()
                .doesNotContain("ParseError", "javax");
    }

    @Test
    void deepNestingAndEndlessPartsAreRefusedWithinTheBounds() {
        String part = "x".repeat(9 * MIB);
        assertThatThrownBy(() -> read("i", "<r>" + "<a>".repeat(101))).hasMessageContaining("more than 100 deep");
        assertThatThrownBy(() -> read("i", "<r><i>" + part)).hasMessageContaining("a record is larger than 8 MiB");
        assertThatThrownBy(() -> read("i", "<r><i>" + "<a/>".repeat(MIB)))
                .hasMessageContaining("a record is larger than 8 MiB, in line 1; check recordsPath");
        assertThatThrownBy(() -> read("i", "<r><a>" + part)).hasMessageContaining("8 MiB outside its records");
        assertThatThrownBy(() -> read("i", "<r><i a='" + part)).hasMessageContaining("longer than 8 MiB");
        assertThatThrownBy(() -> read("i", "<r><" + part)).isInstanceOf(PageException.class);
        assertThatThrownBy(() -> read("i", "<r><!--" + part)).hasMessageContaining("longer than 8 MiB");
        assertThatThrownBy(() -> read("i", "<!DOCTYPE r [" + "<!ENTITY a 'b'>".repeat(MIB)))
                .isInstanceOf(PageException.class);
    }

    @Test
    void linesBetweenManyRecordsTakeNoMemory() throws IOException {
        String body = "<r>" + ("\n" + " ".repeat(MIB) + "<i/>").repeat(20) + "</r>";

        assertThat(read("i", body)).hasSize(20);
    }

    @Test
    void theCharsetIsOfTheMarkOrTheResponseOrTheDeclaration() throws IOException {
        String text = "<r><i n='J\u00f6rg'/></r>";
        String declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + text;
        byte[] latin = declared.getBytes(StandardCharsets.ISO_8859_1);
        List<Map<String, String>> one = List.of(Map.of("n", "J\u00f6rg"));

        assertThat(read("application/xml", latin)).isEqualTo(one);
        assertThat(read("application/xml; charset=utf-8", declared.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(one);
        assertThat(read("text/xml; charset=iso-8859-1", text.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(one);
        assertThat(read(null, ("\uFEFF" + declared).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(one);
        assertThat(read(null, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(one);
        assertThatThrownBy(() -> read("application/xml; charset=utf-8", latin)).hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() ->
                        read(null, declared.replace("ISO-8859-1", "klingon").getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("an unknown charset, `klingon`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":1} | is JSON, not XML: maybe an error",
                "<!doctype html><html></html> | is HTML, not XML",
                "<html><body/></html> | is HTML, not XML"
            })
    void anotherFormatIsNamed(String body, String told) {
        assertThatThrownBy(() -> read("i", body))
                .isInstanceOf(PageException.class)
                .hasMessageContaining(told);
    }

    @Test
    void theExampleOfTheDocumentationIsReadAsItSays() throws IOException {
        String page = Files.readString(Path.of("docs", "reference", "formats.md"));
        Matcher example =
                Pattern.compile("(?s)```xml\\n(.*?)```.*?```json\\n(.*?)```").matcher(page);
        assertThat(example.find()).isTrue();
        XmlFormat format = format("users.user", null, "paging.next", false);

        assertThat(ReadBody.of(format, null, example.group(1)))
                .singleElement()
                .isEqualTo(Json.EXACT.readValue(example.group(2), Map.class));
        assertThat(format.read(ReadBody.body(example.group(1)), false, new Head(1, null))
                        .pageInfo())
                .isEqualTo("b7");
    }

    private static List<Map<String, @Nullable Object>> read(String path, String body) throws IOException {
        return ReadBody.of(format(path, null, null, false), "application/xml", body);
    }

    private static List<Map<String, @Nullable Object>> read(@Nullable String type, byte[] body) throws IOException {
        return ReadBody.of(format("i", null, null, false), type, body);
    }

    private static XmlFormat format(
            String path, @Nullable String errorPath, @Nullable String pageInfoPath, boolean emptyWhenMissing) {
        return new XmlFormat(
                RecordsPath.of(path),
                errorPath == null ? null : JsonPath.of(errorPath),
                pageInfoPath == null ? null : JsonPath.of(pageInfoPath),
                emptyWhenMissing);
    }
}
