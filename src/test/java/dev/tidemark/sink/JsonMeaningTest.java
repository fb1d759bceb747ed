package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns of JSON are compared by what their values mean. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class JsonMeaningTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DatabaseKind kind;
    private final TestDatabase database;

    JsonMeaningTest(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.withPool(kind, 2);
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    /** Each pair means the same, whatever the column is and whoever made it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":{\"c\":[1,2],\"d\":null}} | {\"b\":{\"d\":null,\"c\":[1,2]},\"a\":1}",
                "{\"a\":[1.0,1.00,1e0,100]} | {\"a\":[1,1,1.0,1e2]}",
                "{\"a\":[-0.0,0]} | {\"a\":[0,0.00]}",
                "{\"a\":9223372036854775808} | {\"a\":9223372036854775808.0}",
                "{\"a\":1e400,\"b\":1} | {\"b\":1.0,\"a\":10e399}",
                "[{\"b\":\"\\u00e9\",\"a\":1}] | [ { \"a\" : 1, \"b\" : \"é\" } ]",
            })
    void aRowWhoseJsonMeansTheSameIsNotRewritten(String one, String other) throws Exception {
        database.jdbc()
                .execute("create table \"own\" (\"id\" int primary key, \"doc\" json, \"other\" "
                        + (kind == DatabaseKind.POSTGRESQL ? "jsonb" : "json") + ")");
        for (String sink : List.of(
                "table: declared, columns: 'id:INT, doc:JSON, other:STRING'", "table: inferred", "table: own")) {
            String table = sink.split("[ ,]+")[1];
            send(sink, record(one));
            OffsetDateTime first = syncedAt(table);
            send(sink, record(other));
            assertThat(syncedAt(table)).as(table).isEqualTo(first);
            send(sink, record("{\"a\":2}"));
            assertThat(syncedAt(table)).as(table).isAfter(first);
        }
        assertThat(database.count("tidemark_rejects")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,2]} | {\"a\":[2,1]}",
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":null} | {}",
                "{\"a\":9223372036854775808} | {\"a\":9223372036854775809}",
                "{\"a\":0.12345678901234567890} | {\"a\":0.12345678901234567891}",
                "{\"a\":\"x\"} | {\"a\":\"X\"}",
            })
    void aRowWhoseJsonMeansSomethingElseIsRewritten(String one, String other) throws Exception {
        String sink = "table: t, columns: 'id:INT, doc:JSON'";
        send(sink, record(one));
        OffsetDateTime first = syncedAt("t");
        send(sink, record(other));
        assertThat(syncedAt("t")).isAfter(first);
    }

    @Test
    void aRowThatOthersWroteInAnotherFormIsRewrittenOnceAtMost() throws Exception {
        String sink = "table: t, columns: 'id:INT, doc:JSON'";
        send(sink, Map.of("id", 1, "doc", Map.of("x", 1)));
        String json = "'{\"b\": 1.0,  \"a\": 2}'";
        database.jdbc()
                .update("update \"t\" set \"doc\" = "
                        + switch (kind) {
                            case POSTGRESQL -> json + "::jsonb";
                            case H2 -> json + " format json";
                            default -> json;
                        });
        Map<String, Object> same = Map.of("id", 1, "doc", Map.of("a", 2, "b", 1));
        send(sink, same);
        OffsetDateTime second = syncedAt("t");
        send(sink, same);
        assertThat(syncedAt("t")).isEqualTo(second);
    }

    /** By a sink that starts again. */
    private void send(String parameters, Object records) throws Exception {
        SinkRoute.write(database, records, parameters);
    }

    private OffsetDateTime syncedAt(String table) {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject(
                        "select \"_synced_at\" from \"" + table + "\"",
                        (row, number) -> kind == DatabaseKind.MARIADB
                                ? row.getObject(1, LocalDateTime.class).atOffset(ZoneOffset.UTC)
                                : row.getObject(1, OffsetDateTime.class)));
    }

    private static Map<String, @Nullable Object> record(String json) throws Exception {
        return JSON.readerFor(Map.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue("{\"id\":1,\"doc\":" + json + ",\"other\":" + json + "}");
    }
}
