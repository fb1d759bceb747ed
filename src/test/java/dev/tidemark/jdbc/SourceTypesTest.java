package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.database.Product;
import dev.tidemark.database.TypedRow;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import dev.tidemark.testing.TypeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every type that a product has, as records have its values, and as destinations do. */
public class SourceTypesTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final TimeZone zone = TimeZone.getDefault();

    /** In its night of 31 March 2024 there is no 02:30. */
    @BeforeEach
    void elsewhere() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    }

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    public static Stream<Arguments> pairs() {
        return Stream.of(DatabaseKind.values())
                .flatMap(from -> Stream.of(DatabaseKind.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyValueArrivesAsItIsAndIsWrittenOnce(DatabaseKind from, DatabaseKind to) {
        List<TypeSample> types = TypeSample.of(from);
        try (SourceDatabase warehouse = new SourceDatabase(from.create());
                TestDatabase destination = TestDatabase.open(to)) {
            fill(from, warehouse.jdbc(), types);
            String columns = IntStream.range(0, types.size())
                    .mapToObj(i -> "c" + i + ":" + types.get(i).sink())
                    .collect(Collectors.joining(", "));
            SourceYaml source =
                    SourceDatabase.source("t", "id").sink("columns", "id:LONG, updated_at:NAIVE_DATETIME, " + columns);

            SyncResult first = warehouse.sync(destination, source);

            assertThat(first.error()).isNull();
            assertThat(reasons(destination)).isEmpty();
            assertThat(first.rowsWritten()).isEqualTo(2);
            Map<String, @Nullable Object> row = records(destination).get(0);
            assertThat(meanings(types, row)).containsExactlyElementsOf(expected(types));
            assertThat(records(destination).get(1).entrySet().stream()
                            .filter(field -> field.getKey().startsWith("c"))
                            .map(Map.Entry::getValue))
                    .containsOnlyNulls();
            SyncResult second = warehouse.sync(destination, source);
            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordHasPlainValues(DatabaseKind from) {
        assertRecord(from, from.create());
    }

    /** After some executions, the driver changes to it by itself. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aRecordHasTheSameValuesWhenTheyComeInBinaryForm(DatabaseKind from) {
        DatabaseKind.Address address = from.create();
        String url = address.url() + (address.url().contains("?") ? "&" : "?") + "prepareThreshold=-1";
        assertRecord(from, new DatabaseKind.Address(url, address.user(), address.password(), address.end()));
    }

    private static void assertRecord(DatabaseKind from, DatabaseKind.Address address) {
        List<TypeSample> types = TypeSample.of(from);
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        try (SourceDatabase warehouse = new SourceDatabase(address);
                TestDatabase destination = TestDatabase.open()) {
            fill(from, warehouse.jdbc(), types);
            Processor seen = exchange -> {
                for (Object record : exchange.getMessage().getBody(List.class)) {
                    records.add(record(record));
                }
            };

            SyncResult result = warehouse.sync(
                    destination,
                    Map.of("seen", seen),
                    SourceDatabase.source("t", "id").step(Map.of("process", Map.of("ref", "seen"))));

            assertThat(result.error()).isNull();
            assertThat(records).hasSize(2);
            for (int i = 0; i < types.size(); i++) {
                JsonNode value = MAPPER.valueToTree(value(records.get(0), i));
                assertThat(TypeSample.json(value.toString()))
                        .as(types.get(i).toString())
                        .isEqualTo(types.get(i).record());
            }
            assertThat(warehouse
                            .sync(destination, SourceDatabase.source("t", "id"))
                            .rowsWritten())
                    .isZero();
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> record(Object record) {
        return (Map<String, @Nullable Object>) record;
    }

    public static void fill(DatabaseKind kind, JdbcTemplate jdbc, List<TypeSample> types) {
        if (kind == DatabaseKind.POSTGRESQL) {
            Stream.of(
                            "create extension hstore",
                            "create extension citext",
                            "create type mood as enum ('sad', 'ok')",
                            "create domain mood_domain as mood",
                            "create domain number_domain as bigint check (value > 0)",
                            "create domain time_domain as timestamptz")
                    .forEach(jdbc::execute);
        }
        // H2 would have it in upper case.
        String quote = kind == DatabaseKind.MARIADB ? "" : "\"";
        String columns = IntStream.range(0, types.size())
                .mapToObj(
                        i -> ", " + quote + "c" + i + quote + " " + types.get(i).type())
                .collect(Collectors.joining());
        String time = kind == DatabaseKind.MARIADB ? "datetime" : "timestamp";
        jdbc.execute("create table t (id bigint primary key, updated_at " + time + columns + ")");
        String values = types.stream().map(each -> ", " + each.literal()).collect(Collectors.joining());
        String insert = "insert into t values (1, timestamp '2024-05-17 10:00:00'" + values + ")";
        // Dates that no calendar has are for servers that are not strict.
        jdbc.execute(kind == DatabaseKind.MARIADB ? "set statement sql_mode='' for " + insert : insert);
        jdbc.execute("insert into t (id, updated_at) values (2, timestamp '2024-05-17 10:00:00')");
    }

    public static List<Map<String, @Nullable Object>> records(TestDatabase destination) {
        return destination.jdbc().query("select * from \"records\" order by \"id\"", rows -> {
            Product product = Product.of(rows.getStatement().getConnection().getMetaData());
            TypedRow typed = new TypedRow(product, rows);
            List<Map<String, @Nullable Object>> records = new ArrayList<>();
            while (rows.next()) {
                records.add(typed.read());
            }
            return records;
        });
    }

    public static List<String> reasons(TestDatabase destination) {
        return destination.jdbc().queryForList("select reason from tidemark_rejects order by record", String.class);
    }

    public static List<String> meanings(List<TypeSample> types, Map<String, @Nullable Object> row) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> types.get(i).type() + " "
                        + types.get(i)
                                .meaning(TypeSample.json(
                                        MAPPER.valueToTree(value(row, i)).toString())))
                .toList();
    }

    public static List<String> expected(List<TypeSample> types) {
        return types.stream()
                .map(each -> each.type() + " " + each.meaning(each.record()))
                .toList();
    }

    private static @Nullable Object value(Map<String, @Nullable Object> record, int column) {
        return record.get("c" + column);
    }
}
