package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.json.JsonPath;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.testing.CachedBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are not an array of objects. */
class RecordsAsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "one | data | {'data':{'id':1,'a':{'b':[2]}}} | [{id=1, a={b=[2]}}]",
                "one | data | {'data':null} | []",
                "one | . | {'id':1,'next':null} | [{id=1, next=null}]",
                "one | d.data | {'total':1,'d':{'x':[],'data':{'id':1}}} | [{id=1}]",
                "map | data | {'data':{'k1':{'id':1},'k2':{'id':2,'n':null}}} | [{id=1, _key=k1}, {id=2, n=null, _key=k2}]",
                "map | data | {'data':{}} | []",
                "map | . | {'k1':{'id':1},'error':{'id':2}} | [{id=1, _key=k1}, {id=2, _key=error}]",
                "values | rows | {'cols':['id','name'],'rows':[[1,'a'],[2,null]]} | [{id=1, name=a}, {id=2, name=null}]",
                "values | rows | {'rows':[[1,{'x':[1]}]],'cols':[{'name':'id'},{'type':'x','name':'o'}]} | [{id=1, o={x=[1]}}]",
                "values | rows | {'cols':['id'],'rows':[]} | []"
            })
    void recordsAreReadFromOtherShapes(String as, String path, String body, String records) throws IOException {
        assertThat(read(as, path, body)).hasToString(records);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "list | data | {'data':{'id':1}} | an object at `data`, not an array of records: set recordsAs to `one`",
                "list | . | {'id':1} | an object at `.`, not an array of records: set recordsAs to `one`",
                "one | data | {'data':[{'id':1}]} | an array at `data`, not one record: set recordsAs to `list`",
                "one | . | [{'id':1}] | an array at `.`, not one record: set recordsAs to `list`",
                "one | data | {'x':1} | no object at `data`; check recordsPath",
                "one | . | {'error':'quota'} | nothing but an error in the place of a record, in the field `error`",
                "map | . | {'errors':{'id':1}} | nothing but an error",
                "map | data | {'data':{'k1':{'id':1},'k2':3}} | the entry `k2` is a number, not an object",
                "map | data | {'data':{'k1':{'_key':1}}} | has a field `_key` of its own",
                "values | rows | {'cols':['id'],'rows':[{'id':1}]} | record 1 is an object, not an array of values; set recordsAs to list",
                "values | rows | {'cols':['id'],'rows':{'id':1}} | an object at `rows`, not an array of arrays",
                "values | rows | {'rows':[[1]]} | no array of names at `cols`; check columnsPath",
                "values | rows | {'cols':['id','id'],'rows':[[1]]} | has the name `id` twice",
                "values | rows | {'cols':[7],'rows':[[1]]} | column 1 at columnsPath `cols` has no name",
                "values | rows | {'cols':['id'],'rows':[[1] | not a complete JSON document"
            })
    void anotherShapeThanExpectedRefusesThePage(String as, String path, String body, String told) {
        assertThatThrownBy(() -> read(as, path, body))
                .isInstanceOf(PageException.class)
                .hasMessageContaining(told);
    }

    @Test
    void valuesWithoutANameRefuseTheirRecordOnly() throws IOException {
        List<Map<String, @Nullable Object>> records =
                read("values", "rows", "{'cols':['a','b'],'rows':[[1,2],[3],[4,5,6]]}");

        assertThat(records).hasToString("[{a=1, b=2}, {_values=[3]}, {_values=[4, 5, 6]}]");
        assertThat(((RefusedRecord) records.get(1)).reason())
                .isEqualTo("record 2 of the response has 1 values, but columnsPath has 2 names; check columnsPath");
    }

    @Test
    void aRecordThatIsTheWholeResponseMayHaveTheNextPageAndAnError() throws IOException {
        JsonFormat format = new JsonFormat(
                RecordsPath.WHOLE, RecordsAs.ONE, null, JsonPath.of("fault"), JsonPath.of("meta.next"), false);
        ResponseBody body = body("{'id':1,'meta':{'next':'b'},'fault':null}");

        assertThat(format.read(body, false, new Head(1, null)).pageInfo()).isEqualTo("b");
        assertThatThrownBy(() -> format.read(body("{'id':1,'fault':{'code':7}}"), false, new Head(1, null)))
                .hasMessageContaining("an error at `fault`: {\"code\":7}");
    }

    @Test
    void jsonInTheCharsetOfTheResponseIsRead() throws IOException {
        JsonFormat format = new JsonFormat(RecordsPath.WHOLE, RecordsAs.LIST, null, null, null, false);
        byte[] latin = "[{\"name\":\"J\u00f6rg\"}]".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ReadBody.of(format, "application/json; charset=ISO-8859-1", latin))
                .isEqualTo(List.of(Map.of("name", "J\u00f6rg")));
    }

    private static List<Map<String, @Nullable Object>> read(String as, String path, String body) throws IOException {
        JsonFormat format = new JsonFormat(
                RecordsPath.of(path),
                RecordsAs.of(as),
                as.equals("values") ? JsonPath.of("cols") : null,
                null,
                null,
                false);
        return ReadBody.of(format, "application/json", body.replace('\'', '"'));
    }

    private static ResponseBody body(String text) {
        return new ResponseBody(
                new CachedBytes(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), "application/json", null);
    }
}
