package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.json.JsonPath;
import dev.tidemark.row.EmptyElement;
import dev.tidemark.row.FieldPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records within the elements of an array, and the fields of the objects around them. */
class NestedRecordsTest {

    private static final String ORDERS =
            """
            {'page':1,'data':[
              {'id':1,'items':[{'sku':'a'},{'sku':'b'}],'note':'n'},
              {'id':2,'items':null},
              {'id':3},
              {'items':[{'sku':'c'}],'id':4}],
             'next':'x'}
            """;

    private final List<Map<String, @Nullable Object>> records = new ArrayList<>();

    private final RecordSearch.Rows rows = new RecordSearch.Rows() {
        @Override
        public void accept(Map<String, @Nullable Object> row) {
            if (!(row instanceof EmptyElement)) {
                records.add(row);
            }
        }

        @Override
        public void restart() {
            records.clear();
        }
    };

    private JsonPage read(String path, String document, boolean emptyWhenMissing) throws IOException {
        JsonPage page = new JsonPage(RecordsPath.of(path), null, JsonPath.of("fault"), JsonPath.of("next"), rows);
        page.read(in(document), false, emptyWhenMissing);
        return page;
    }

    private List<@Nullable Object> values(String field) {
        return records.stream().map(FieldPath.of(field)::read).toList();
    }

    private static InputStream in(String document) {
        return new ByteArrayInputStream(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void elementsOfInnerArraysAreRecordsWithTheFieldsAroundThem() throws IOException {
        JsonPage page = read("data[].items[]", ORDERS, false);

        assertThat(values("sku")).containsExactly("a", "b", "c");
        assertThat(values("../id")).containsExactly(1, 1, 4);
        assertThat(records.get(0).get("..")).isEqualTo(Map.of("id", 1, "note", "n"));
        assertThat(page.pageInfo()).isEqualTo("x");
    }

    @Test
    void objectInAFieldOfEachElementIsARecord() throws IOException {
        read("d.edges[].node", "{'d':{'edges':[{'node':{'id':1},'cursor':'c'},{'node':null}],'total':2}}", false);

        assertThat(values("id")).containsExactly(1);
        assertThat(values("../cursor")).containsExactly("c");
        assertThat(values("../total")).containsOnlyNulls();
    }

    @Test
    void eachObjectAroundARecordIsOneStepUp() throws IOException {
        String lines = "[{'id':1,'order':{'id':2,'lines':[{'id':3,'parts':[{'id':4}]}]}}]";
        read("[].order.lines[].parts[]", lines, false);

        assertThat(values("id")).containsExactly(4);
        assertThat(values("../id")).containsExactly(3);
        assertThat(values("../../id")).containsExactly(2);
        assertThat(values("../../../id")).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b[].c.d[]", "/a.b[]/c.d[]"})
    void fieldWithDotsInItsNameWins(String path) throws IOException {
        read(path, "{'a':{'b':[{'c.d':[{'id':1}]}]},'a.b':[{'c.d':[{'id':2}],'c':{'d':[{'id':3}]}}]}", false);

        assertThat(values("id")).containsExactly(2);
    }

    @Test
    void bracketsAtTheEndAloneMeanTheArrayItself() throws IOException {
        read("data[]", "{'data':[{'id':1}]}", false);

        assertThat(records).containsExactly(Map.of("id", 1));
    }

    @Test
    void recordsReadAgainFromTheSpoolAreTheSame() throws IOException {
        RecordsPath place =
                Objects.requireNonNull(read("data[].items[]", ORDERS, false).place());
        Iterator<Map<String, @Nullable Object>> again =
                NestedRecords.withoutEmpty(JsonPage.rows(in(ORDERS), place, null));
        assertThat(again).toIterable().containsExactlyElementsOf(records);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'data':[]}", "{'data':null}", "{'data':[{'items':[]}]}", "{'data':[{'items':null},{}]}"})
    void emptyAndNullArraysHaveNoRecords(String document) throws IOException {
        read("data[].items[]", document, false);

        assertThat(records).isEmpty();
    }

    @Test
    void elementWithoutRecordsIsShownWithTheFieldsAroundIt() throws IOException {
        String document = "{'data':[{'id':1,'orders':[{'id':2,'lines':[]},{'id':3}]},{'id':4,'orders':[]},{'id':5}]}";
        RecordsPath path = RecordsPath.of("data[].orders[].lines[]");
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        JsonPage.rows(in(document), path, null).forEachRemaining(all::add);

        assertThat(all).hasSize(4).allMatch(row -> row instanceof EmptyElement);
        assertThat(all).extracting(FieldPath.of("../id")::read).containsExactly(2, 3, null, null);
        assertThat(all).extracting(FieldPath.of("../../id")::read).containsExactly(1, 1, 4, 5);
    }

    /** The document has no end: what is read must not depend on what follows. */
    @Test
    void oneElementIsReadAtATime() throws IOException {
        long[] read = {0};
        InputStream endless = new InputStream() {
            private byte[] element = "{\"data\":[".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                if (at == element.length) {
                    element =
                            "{\"id\":1,\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]},".getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                read[0]++;
                return element[at++];
            }

            @Override
            public int read(byte[] to, int from, int length) {
                int count = Math.min(length, 100);
                for (int i = 0; i < count; i++) {
                    to[from + i] = (byte) read();
                }
                return count;
            }
        };
        Iterator<Map<String, @Nullable Object>> rows = JsonPage.rows(endless, RecordsPath.of("data[].items[]"), null);
        int ahead = 1000;
        for (int i = 0; i < 10_000; i++) {
            rows.next();
            assertThat(read[0]).isLessThan(i / 2 * 43L + ahead);
        }
    }

    @Test
    void arrayThatNoElementHasIsMissing() throws IOException {
        String document = "{'data':[{'id':1},{'id':2}]}";

        assertThatThrownBy(() -> read("data[].items[]", document, false))
                .isInstanceOf(PageException.class)
                .hasMessage("the response has no `items` in any object where recordsPath `data[].items[]` expects"
                        + " one; check recordsPath, or set emptyWhenMissing to true if this means an empty result");
        read("data[].items[]", document, true);
        assertThat(records).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data[].items[] | {'data':[{'items':'x'}]} | a text at `items`, not an array of records",
                "data[].items[] | {'data':[{'items':[7]}]} | a number in `items`, not an object",
                "data[].items[] | {'data':[{'items':[null]}]} | null in `items`, not an object",
                "data[].a.items[] | {'data':[{'a':'x'}]} | a text at `a.items`, not an object",
                "data[].items | {'data':[{'items':[]}]} | an array at `items`, not an object; write `[]` after its name"
            })
    void anythingElseInTheirPlaceIsRefused(String path, String document, String fault) {
        assertThatThrownBy(() -> read(path, document, false))
                .isInstanceOf(PageException.class)
                .hasMessageContainingAll("element 1 of `data` has " + fault, "recordsPath is `" + path + "`");
    }

    @Test
    void errorPathAndUsualErrorsAreFoundBeside() {
        assertThatThrownBy(() -> read("data[].items[]", "{'data':[],'fault':'broken'}", false))
                .hasMessageContaining("broken");
        assertThatThrownBy(() -> read("data[].items[]", "{'data':[{'items':[]}],'error':'broken'}", false))
                .hasMessageContaining("broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data[]items", "data[][]", "data[].", "data[]..items[]"})
    void otherFormsAreRefused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordsPath.of(path));
    }
}
