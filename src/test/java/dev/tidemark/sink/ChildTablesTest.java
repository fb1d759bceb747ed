package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.DatabaseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables for the elements of arrays, written with their parents. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ChildTablesTest extends RunningSink {

    private static final String TABLES = "childTables: 'order_line=lines; order_line_tax(code)=lines.taxes'";

    ChildTablesTest(DatabaseKind kind) {
        super(kind);
    }

    /** The rows of a table as texts, without the time of their write. */
    private List<String> rows(String table) {
        List<String> rows = new ArrayList<>();
        database.jdbc().queryForList("select * from \"" + table + "\"").forEach(row -> {
            Map<String, String> values = new TreeMap<>();
            row.forEach((name, value) -> {
                if (!name.equals("_synced_at") && value != null) {
                    values.put(name, value.toString());
                }
            });
            rows.add(values.toString());
        });
        return rows;
    }

    private List<String> reasons() {
        return database.jdbc().queryForList("select reason from tidemark_rejects", String.class);
    }

    private List<Object> written(String table) {
        return database.jdbc().queryForList("select \"_synced_at\" from \"" + table + "\" order by 1", Object.class);
    }

    private static String order(int id, String lines) {
        return "{\"id\":%d,\"lines\":%s}".formatted(id, lines);
    }

    private static String line(String sku, String taxes) {
        return "{\"sku\":\"%s\",\"taxes\":%s}".formatted(sku, taxes);
    }

    private static String tax(String code, int rate) {
        return "{\"code\":\"%s\",\"rate\":%d}".formatted(code, rate);
    }

    @Test
    void elementsAndTheElementsOfElementsAreRows() throws Exception {
        start("table: order", TABLES);
        send("[" + order(1, "[" + line("a", "[" + tax("x", 1) + "," + tax("y", 2) + "]") + "," + line("b", "[]") + "]")
                + "," + order(2, "[" + line("c", "[" + tax("x", 3) + "]") + "]") + "]");

        assertThat(rows("order")).containsExactlyInAnyOrder("{id=1}", "{id=2}");
        assertThat(rows("order_line"))
                .containsExactlyInAnyOrder(
                        "{_index=0, order_id=1, sku=a}",
                        "{_index=1, order_id=1, sku=b}",
                        "{_index=0, order_id=2, sku=c}");
        assertThat(rows("order_line_tax"))
                .containsExactlyInAnyOrder(
                        "{code=x, order_id=1, order_line_index=0, rate=1}",
                        "{code=y, order_id=1, order_line_index=0, rate=2}",
                        "{code=x, order_id=2, order_line_index=0, rate=3}");
    }

    @Test
    void aVanishedElementGoesWithItsOwnAndTheOthersStayAsTheyAre() throws Exception {
        start("table: order", "childTables: 'line(sku)=lines; tax(code)=lines.taxes'");
        String a = line("a", "[" + tax("x", 1) + "," + tax("y", 2) + "]");
        String other = order(2, "[" + line("a", "[" + tax("x", 3) + "]") + "]");
        send("[" + order(1, "[" + a + "," + line("b", "[" + tax("x", 9) + "]") + "]") + "," + other + "]");
        List<Object> before = written("line");

        send("[" + order(1, "[" + line("a", "[" + tax("y", 2) + "]") + "]") + "," + other + "]");

        assertThat(rows("line")).containsExactlyInAnyOrder("{order_id=1, sku=a}", "{order_id=2, sku=a}");
        assertThat(rows("tax"))
                .containsExactlyInAnyOrder(
                        "{code=y, line_sku=a, order_id=1, rate=2}", "{code=x, line_sku=a, order_id=2, rate=3}");
        assertThat(before).containsAll(written("line"));
    }

    @Test
    void nullAndAnEmptyArrayMeanNoneAndAMissingFieldLeavesThem() throws Exception {
        start("table: order", TABLES);
        String lines = "[" + line("a", "[" + tax("x", 1) + "]") + "]";
        send("[" + order(1, lines) + "," + order(2, lines) + "," + order(3, lines) + "," + order(4, lines) + "]");

        send("[" + order(1, "null") + "," + order(2, "[]") + ",{\"id\":3}," + order(4, "[{\"sku\":\"b\"}]") + "]");

        assertThat(rows("order_line"))
                .containsExactlyInAnyOrder("{_index=0, order_id=3, sku=a}", "{_index=0, order_id=4, sku=b}");
        assertThat(rows("order_line_tax"))
                .containsExactlyInAnyOrder(
                        "{code=x, order_id=3, order_line_index=0, rate=1}",
                        "{code=x, order_id=4, order_line_index=0, rate=1}");
    }

    @Test
    void anObjectIsOneElementAndPlainElementsHaveAValue() throws Exception {
        start("table: t", "childTables: 'note=notes; tag=tags'");
        send("[{\"id\":1,\"notes\":{\"text\":\"x\"},\"tags\":[\"a\",\"b\"]}]");

        assertThat(rows("note")).containsExactly("{_index=0, t_id=1, text=x}");
        assertThat(rows("tag")).containsExactlyInAnyOrder("{_index=0, t_id=1, value=a}", "{_index=1, t_id=1, value=b}");
    }

    @Test
    void anOlderParentLeavesTheChildrenOfTheNewerOne() throws Exception {
        start("table: t", "versionColumn: v", "columns: 'id:LONG, v:UTC_DATETIME'", "childTables: 'c=cs'");
        String record = "{\"id\":%d,\"v\":\"2026-01-0%dT00:00:00Z\",\"cs\":[%s]}";
        send("[" + record.formatted(1, 2, "{\"n\":1},{\"n\":2}") + "," + record.formatted(2, 2, "{\"n\":1}") + "]");

        send("[" + record.formatted(1, 1, "{\"n\":8}") + "," + record.formatted(2, 3, "{\"n\":9}") + "]");

        assertThat(rows("c"))
                .containsExactlyInAnyOrder(
                        "{_index=0, n=1, t_id=1}", "{_index=1, n=2, t_id=1}", "{_index=0, n=9, t_id=2}");
    }

    @Test
    void theNewestOfSeveralRecordsInAListGivesTheChildren() throws Exception {
        start("table: t", "versionColumn: v", "columns: 'id:LONG, v:LONG'", "childTables: 'c=cs'");
        send("[{\"id\":1,\"v\":2,\"cs\":[{\"n\":2}]},{\"id\":1,\"v\":1,\"cs\":[{\"n\":1},{\"n\":1}]}]");

        assertThat(rows("c")).containsExactly("{_index=0, n=2, t_id=1}");
    }

    @Test
    void childrenOfAHistoryBelongToTheVersion() throws Exception {
        start("table: t", "primaryKey: 'id, v'", "columns: 'id:LONG, v:UTC_DATETIME'", "childTables: 'c=cs'");
        String record = "[{\"id\":1,\"v\":\"2026-01-0%dT00:00:00Z\",\"cs\":[%s]}]";
        send(record.formatted(1, "{\"n\":1},{\"n\":2}"));
        send(record.formatted(2, "{\"n\":3}"));
        send(record.formatted(2, "{\"n\":3}"));

        assertThat(database.jdbc().queryForList("select \"n\" from \"c\" order by \"t_v\", \"_index\"", Long.class))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aChildThatTheDatabaseRefusesMakesItsWholeParentAReject() throws Exception {
        String key = "\"t_id\" bigint, \"_index\" bigint, \"n\" bigint, primary key (\"t_id\", \"_index\")";
        database.jdbc().execute("create table \"c\" (" + key + ", check (\"n\" < 5))");
        start("table: t", "childTables: 'c=cs'", "maxRejectRatio: 1");
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add("{\"id\":%d,\"cs\":[{\"n\":1},{\"n\":%d}]}".formatted(i, i % 13 == 5 ? 7 : 2));
        }
        send(records.toString());

        assertThat(database.count("\"t\"")).isEqualTo(37);
        assertThat(database.count("\"c\"")).isEqualTo(74);
        assertThat(reasons()).hasSize(3).allSatisfy(reason -> assertThat(reason).contains("child table c"));
    }

    @Test
    void recordsWithChildrenThatCannotBeRowsAreRejected() throws Exception {
        start("table: t", "childTables: 'c(k)=cs; d=cs.ds'", "childColumns: 'c: k:STRING, n:INT'", "maxRejectRatio: 1");
        send(
                """
                [{"id":1,"cs":[{"k":"a","n":1}]},
                 {"id":2,"cs":"text"},
                 {"id":3,"cs":[{"k":"a","n":1},{"k":"a","n":2}]},
                 {"id":4,"cs":[{"k":"a","n":"many"}]},
                 {"id":5,"cs":[{"k":null,"n":1}]},
                 {"id":6,"cs":[{"k":"a","t_id":7}]},
                 {"id":7,"cs":[{"k":"a","t_id":7}]},
                 {"id":8,"cs":[{"k":"a","ds":1}]}]
                """);

        assertThat(rows("t")).containsExactlyInAnyOrder("{id=1}", "{id=7}");
        assertThat(rows("c")).containsExactlyInAnyOrder("{k=a, n=1, t_id=1}", "{k=a, t_id=7}");
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "`cs` is `text`, and the child table c needs an array or an object there",
                        "child table c: element 1 of `cs`: it has the key `a`, as element 0 has; name fields in brackets"
                                + " that identify an element of one parent",
                        "child table c: element 0 of `cs`: column n is INT, and the value does not fit: Character m is"
                                + " neither a decimal digit number, decimal point, nor \"e\" notation exponential mark.; it"
                                + " is `many`",
                        "child table c: element 0 of `cs`: the primary key [k] has no value in this record",
                        "child table c: element 0 of `cs`: its field `t_id` is `7`, and the column of that name has the"
                                + " key of its parent, `6`; rename the field in the route",
                        "child table c: element 0 of `cs`: `ds` is `1`, and the child table d needs an array or an"
                                + " object there");
    }

    @Test
    void keysOfEveryTypeAreFoundAgain() throws Exception {
        start(
                "table: t",
                "primaryKey: 'a, b, c, d, e'",
                "columns: 'a:LONG, b:STRING, c:DECIMAL(20,4), d:UTC_DATETIME, e:NAIVE_DATE'",
                "childTables: 'x(k)=xs'");
        String record =
                """
                [{"a":9007199254740993,"b":"Ä ","c":"1.50","d":"2026-01-01T00:00:00.123456Z","e":"2026-01-02","xs":%s},
                 {"a":9007199254740992,"b":"ä","c":"1.50","d":"2026-01-01T00:00:00.123456Z","e":"2026-01-02","xs":%s}]
                """;
        send(record.formatted("[{\"k\":\"p\"},{\"k\":\"P\"}]", "[{\"k\":\"q\"}]"));
        send(record.formatted("[{\"k\":\"P\"}]", "[{\"k\":\"q\"}]"));

        assertThat(database.jdbc().queryForList("select \"k\" from \"x\"", String.class))
                .containsExactlyInAnyOrder("P", "q");
    }

    @Test
    void columnsOfAChildTableGrowAndWiden() throws Exception {
        start("table: t", "nested: columns", "childTables: 'c=cs'");
        send("[{\"id\":1,\"cs\":[{\"n\":1}]}]");
        send("[{\"id\":2,\"cs\":[{\"n\":1.5,\"at\":{\"x\":1}}]}]");

        assertThat(rows("c")).hasSize(2).anyMatch(row -> row.contains("at_x=1") && row.contains("1.5"));
    }

    @Test
    void aTableWithAnotherKeyIsRefusedWithTheStatementThatHelps() throws Exception {
        database.jdbc().execute("create table \"c\" (\"t_id\" bigint, \"_index\" bigint, \"n\" bigint)");
        start("table: t", "childTables: 'c=cs'");

        assertThatThrownBy(() -> send("[{\"id\":1,\"cs\":[{\"n\":1}]}]"))
                .hasStackTraceContaining("the table c has no primary or unique key over [t_id, _index]")
                .hasStackTraceContaining("create unique index");
        assertThat(database.exists("t") ? database.count("\"t\"") : 0).isZero();
    }

    @Test
    void aPathThroughAnArrayThatHasNoTableIsAReject() throws Exception {
        start("table: t", "childTables: 'c=bs.cs'");
        send("[{\"id\":1,\"bs\":[{\"cs\":[1]}]},{\"id\":2,\"bs\":{\"cs\":[2]}}]");

        assertThat(rows("c")).containsExactly("{_index=0, t_id=2, value=2}");
        assertThat(reasons())
                .singleElement()
                .asString()
                .contains("`bs.cs` of the child table c leads through an array");
    }

    @Test
    void childTablesAreRegisteredLikeTheirParents() throws Exception {
        start("table: t", "childTables: 'c=cs'");
        send("[{\"id\":1,\"cs\":[1]}]");

        assertThat(database.jdbc().queryForList("select table_name from tidemark_tables", String.class))
                .containsExactlyInAnyOrder("t", "c");
    }
}
