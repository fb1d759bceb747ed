package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document says of its records, its errors and its next page, by the paths to them. */
class JsonPageTest {

    private final List<Object> ids = new ArrayList<>();

    private final RecordSearch.Rows rows = new RecordSearch.Rows() {
        @Override
        public void accept(Map<String, @Nullable Object> row) {
            ids.add(String.valueOf(row.get("id")));
        }

        @Override
        public void restart() {
            ids.clear();
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data | {'data':null}",
                "data | {'data':null,'error':null,'errors':[],'Error':false,'ERRORS':{}}",
                "data | {'error':'','data':null}",
                "data | {'error':0,'data':null}",
                "d.results | {'d':{'results':null}}",
                "d.results | {'d':null}",
                "d.results | {'d.results':null}",
                "d.results | {'d':{'results':null,'errors':null},'error':''}",
                ". | null",
                "data | {'data':null,'meta':{'error':'elsewhere'}}",
                "errors | {'errors':null}",
                "errors.items | {'errors':{'items':null}}"
            })
    void nullWhereTheRecordsWouldBeIsAnEmptyList(String path, String document) throws IOException {
        assertThat(read(document, path, null, null, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data | {'total':0}",
                "data | {}",
                "d.results | {'d':{}}",
                "d.results | {'d':{'next':null}}",
                "d.results | {'x':1}",
                "data | {'errors':[],'error':false}"
            })
    void aMissingFieldIsAnEmptyListOnRequestOnly(String path, String document) throws IOException {
        assertThatThrownBy(() -> read(document, path, null, null, false))
                .isInstanceOf(PageException.class)
                .hasMessageContainingAll("no array at `" + path + "`", "recordsPath", "emptyWhenMissing");

        assertThat(read(document, path, null, null, true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data | {'data':{}} | an object at `data`",
                "data | {'data':false} | a boolean at `data`",
                "data | {'data':''} | a text at `data`",
                "d.results | {'d':'none'} | a text at `d`, so no array at `d.results`",
                "d.results | {'d':[]} | an array at `d`",
                "data | [] | an array at `.`, so no array at `data`",
                "data | null | null at `.`, so no array at `data`",
                "data | 'none' | a text at `.`",
                ". | {} | an object at `.`"
            })
    void anythingElseThereIsAMistakeEvenThen(String path, String document, String told) {
        assertThatThrownBy(() -> read(document, path, null, null, true))
                .isInstanceOf(PageException.class)
                .hasMessageContainingAll(told, "check recordsPath");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data | {'data':null,'error':'quota'} | error",
                "data | {'error':'quota','data':null} | error",
                "data | {'data':null,'errors':[{'message':'quota'}]} | errors",
                "data | {'data':null,'Error':{'code':'quota'}} | Error",
                "data | {'data':null,'ERRORS':{'x':'quota'}} | ERRORS",
                "data | {'error':'quota'} | error",
                "d.results | {'d':{'results':null,'error':'quota'}} | d.error",
                "d.results | {'d':{'results':null},'error':'quota'} | error",
                "d.results | {'d':null,'errors':['quota']} | errors",
                "d.results | {'d':{'errors':['quota']}} | d.errors",
                "d.results | {'errors':['quota']} | errors",
                "/a.b/c | {'a.b':{'c':null,'error':'quota'}} | /a.b/error",
                ". | {'error':'quota'} | error",
                "data | {'data':{},'error':'quota'} | error"
            })
    void anErrorBesideOrAboveNothingIsNeverAnEmptyList(String path, String document, String place) {
        for (boolean emptyWhenMissing : new boolean[] {false, true}) {
            assertThatThrownBy(() -> read(document, path, null, null, emptyWhenMissing))
                    .isInstanceOf(PageException.class)
                    .hasMessageContainingAll(
                            "an error at `" + place + "`", "quota", "set errorPath to `" + place + "`");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "error.message | {'error':{'code':0,'message':''},'data':null} | ``",
                "error.message | {'data':null,'error':{'code':0,'message':null}} | ``",
                "error.message | {'data':null,'error':{'code':7}} | an error at `error`",
                "error.message | {'data':null,'error':{'message':'quota'}} | an error at `error.message`: \"quota\"",
                "fault | {'data':null,'error':'quota'} | set errorPath to `error`",
                "fault | {'fault':'quota','data':null} | an error at `fault`",
                "error | {'error':{'message':'quota'},'data':[]} | an error at `error`",
                "error | {'error':1,'data':null} | an error at `error`",
                "error.code | {'error':{'code':0,'message':'OK'},'data':null} | ``",
                "error.text | {'error':{'text':'quota'},'error.text':null,'data':[]} | ``",
                "error.text | {'error.text':'quota','error':{'text':null},'data':[]} | quota"
            })
    void whatErrorPathFindsDecidesWhetherItIsAnError(String errorPath, String document, String told)
            throws IOException {
        if (told.isEmpty()) {
            assertThat(read(document, "data", errorPath, null, false)).isEmpty();
        } else {
            assertThatThrownBy(() -> read(document, "data", errorPath, null, false))
                    .isInstanceOf(PageException.class)
                    .hasMessageContaining(told);
        }
    }

    @Test
    void anErrorIsShownInPartHoweverLongItIs() {
        String many = "['quota'" + ",{'code':[1,2,3]}".repeat(100_000) + "]";

        assertThatThrownBy(() -> read("{'data':null,'errors':" + many + "}", "data", null, null, false))
                .message()
                .contains("[\"quota\",")
                .hasSizeLessThan(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b.c | {'a':{'b':{'c':7}}} | 7",
                "a.b.c | {'a.b':{'c':7}} | 7",
                "a.b.c | {'a':{'b.c':7}} | 7",
                "a.b.c | {'a.b.c':7} | 7",
                "a.b.c | {'a.b.c':7,'a.b':{'c':1},'a':{'b.c':2,'b':{'c':3}}} | 7",
                "a.b.c | {'a':{'b.c':2,'b':{'c':3}},'a.b':{'c':1},'a.b.c':7} | 7",
                "a.b.c | {'a':{'b':{'c':3},'b.c':7}} | 7",
                "a.b.c | {'a':{'b.c':7,'b':{'c':3}}} | 7",
                "a.b.c | {'a':{'b.c':1},'a.b':{'c':7}} | 7",
                "a.b.c | {'a.b':{'c':7},'a':{'b.c':1}} | 7",
                "a.b.c | {'a.b':{},'a':{'b':{'c':1}}} |",
                "a.b.c | {'a':{'b':{'c':1}},'a.b':{}} |",
                "a.b | {'a.b':null,'a':{'b':1}} |",
                "a.b | {'a':{'b':{}},'a.b':7} | 7",
                "/a.b | {'a':{'b':1},'a.b':7} | 7",
                "/a/b | {'a.b':1,'a':{'b':7}} | 7",
                "/a/b | {'a.b':1} |",
                "@odata.nextLink | {'@odata.nextLink':'7'} | 7",
                "a.b | {'x':{'a.b':1},'a':{'x':{'b':2}}} |"
            })
    void aFieldThatHasTheDotInItsNameWinsWhereverItComes(String path, String document, @Nullable String found)
            throws IOException {
        String rest = ",'data':[]}";
        JsonPage page = page("data", null, path);
        page.read(in(document.replaceFirst("}$", rest)), false, false);

        assertThat(page.pageInfo()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'d':{'results':[{'id':1}]}} | 1 | d.results",
                "{'d.results':[{'id':2}]} | 2 | /d.results",
                "{'d':{'results':[{'id':1}]},'d.results':[{'id':2},{'id':3}]} | 2,3 | /d.results",
                "{'d.results':[{'id':2}],'d':{'results':[{'id':1}]}} | 2 | /d.results",
                "{'d':{'results':[1]},'d.results':[{'id':2}]} | 2 | /d.results",
                "{'d':{'results':{}},'d.results':[{'id':2}]} | 2 | /d.results"
            })
    void soItIsWithTheRecords(String document, String found, String place) throws IOException {
        JsonPage page = page("d.results", null, null);
        page.read(in(document), false, false);

        assertThat(ids).containsExactly((Object[]) found.split(","));
        RecordsPath there = Objects.requireNonNull(page.place());
        assertThat(there.array().text()).isEqualTo(place);
        assertThat(JsonPage.rows(in(document), there, null)).toIterable().hasSameSizeAs(ids);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "250, 250",
                "'250', 250",
                "-1, -1",
                "1e3, 1e3",
                "250.0, 250.0",
                "12345678901234567890123, 12345678901234567890123",
                "'many', many",
                "true, true",
                "false, false",
                "'', ``",
                "null,"
            })
    void aTotalIsHandedOnAsTheTextThatItIs(String value, @Nullable String text) throws IOException {
        JsonPage page = page("data", null, "total");
        page.read(in("{'total':" + value + ",'data':[]}"), false, false);

        assertThat(page.pageInfo()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"{'value':250}, an object", "[250], an array", "[], an array"})
    void aTotalThatIsNotASingleValueFails(String value, String kind) {
        assertThatThrownBy(
                        () -> page("data", null, "total").read(in("{'total':" + value + ",'data':[]}"), false, false))
                .isInstanceOf(PageException.class)
                .hasMessageContainingAll(kind + " at `total`", "a single value", "set the path of that value");
    }

    private List<Object> read(
            String document,
            String path,
            @Nullable String errorPath,
            @Nullable String pageInfoPath,
            boolean whenMissing)
            throws IOException {
        ids.clear();
        page(path, errorPath, pageInfoPath).read(in(document), false, whenMissing);
        return ids;
    }

    private JsonPage page(String path, @Nullable String errorPath, @Nullable String pageInfoPath) {
        return new JsonPage(
                RecordsPath.of(path),
                null,
                errorPath == null ? null : JsonPath.of(errorPath),
                pageInfoPath == null ? null : JsonPath.of(pageInfoPath),
                rows);
    }

    private static ByteArrayInputStream in(String document) {
        return new ByteArrayInputStream(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
