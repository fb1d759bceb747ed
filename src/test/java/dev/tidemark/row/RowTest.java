package dev.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.json.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowTest {

    @Test
    void rowsOfAnArrayShareTheirNamesUntilOneChanges() throws IOException {
        List<Row> rows = read("[{'id':1,'name':'a'},{'id':2,'name':null},{'id':3,'name':'c'}]");
        assertThat(rows.get(1).names).isSameAs(rows.get(0).names);
        rows.get(0).put("name", "b");
        assertThat(rows.get(0).names).isSameAs(rows.get(2).names);
        rows.get(0).put("more", true);
        rows.get(1).remove("id");
        assertThat(rows.get(2)).isEqualTo(Map.of("id", 3, "name", "c"));
        assertThat(rows.get(0)).containsExactlyEntriesOf(map("id", 1, "name", "b", "more", true));
        assertThat(rows.get(1)).containsExactlyEntriesOf(map("name", null));
    }

    @Test
    void rowsOfOneArrayMayHaveDifferentFields() throws IOException {
        assertThat(read("[{'a':1,'b':2},{'a':1},{},{'b':1,'a':{'b':[{'a':null}]}},{'b':1,'c':2,'a':3}]").stream()
                        .map(Row::toString))
                .containsExactly("{a=1, b=2}", "{a=1}", "{}", "{b=1, a={b=[{a=null}]}}", "{b=1, c=2, a=3}");
    }

    @Test
    void aRowOfManyFieldsIsRead() throws IOException {
        Map<String, @Nullable Object> wide = new LinkedHashMap<>();
        IntStream.range(0, 1000).forEach(i -> wide.put("field " + i, i));
        String json = new ObjectMapper().writeValueAsString(wide);
        Row row = RecordJson.RECORD.readValue(json);
        assertThat(row).containsExactlyEntriesOf(wide);
        assertThat(new ObjectMapper().writeValueAsString(row)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "${body[name]},a",
        "${body[address][city]},Bern",
        "${body['none']},''",
        "${body},'{name=a, address={city=Bern}}'"
    })
    void stepsReadARowAsAMap(String expression, String value) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage()
                    .setBody(read("[{'name':'a','address':{'city':'Bern'}}]").get(0));
            String read = context.resolveLanguage("simple")
                    .createExpression(expression)
                    .evaluate(exchange, String.class);
            assertThat(read == null ? "" : read).isEqualTo(value);
        }
    }

    @Test
    void anotherProgramReadsAPlainMap() throws Exception {
        Row row = read("[{'id':1,'name':null}]").get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(row);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isInstanceOf(LinkedHashMap.class).isEqualTo(row);
        }
    }

    @Test
    void aChangeOfTheFieldsDuringAnIterationIsAnError() throws IOException {
        Row row = read("[{'a':1,'b':2,'c':3}]").get(0);
        assertThatThrownBy(() -> row.keySet().forEach(row::remove)).isInstanceOf(ConcurrentModificationException.class);
        assertThatThrownBy(() -> row.forEach((name, value) -> row.put(name + name, value)))
                .isInstanceOf(ConcurrentModificationException.class);
    }

    private static List<Row> read(String json) throws IOException {
        return RecordJson.RECORD.<Row>readValues(json.replace('\'', '"')).readAll();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
