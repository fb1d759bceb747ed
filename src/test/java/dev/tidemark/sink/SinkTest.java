package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sink Kamelet does with what any route sends it. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class SinkTest extends RunningSink {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    SinkTest(DatabaseKind kind) {
        super(kind);
    }

    @Test
    void aMapAListAndAnIteratorOfMapsAreWritten() throws Exception {
        start("table: t", "columns: 'id:INT, name:STRING'");
        send(Map.of("id", 1, "name", "one"));
        send(List.of(Map.of("id", 2, "name", "two"), Map.of("id", 3, "name", "three")));
        send(List.of(Map.of("id", 4, "name", "four")).iterator());
        assertThat(database.jdbc().queryForList("select \"name\" from \"t\" order by \"id\"", String.class))
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void theBodyIsGivenBackForTheStepsThatFollow() throws Exception {
        start("table: t", "columns: 'id:INT'");
        List<Map<String, Integer>> body = List.of(Map.of("id", 1));
        assertThat(producer().requestBody("direct:in", body)).isEqualTo(body);
    }

    @Test
    void anEmptyListWritesNothing() throws Exception {
        start("table: t");
        send(List.of());
        assertThat(database.exists("t")).isFalse();
        send(List.of(Map.of("id", 1)));
        assertThat(database.count("\"t\"")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | true | true",
                "SHORT | -32768 | -32768",
                "INT | \"12\" | 12",
                "LONG | 9223372036854775807 | 9223372036854775807",
                "FLOAT | 0.1 | 0.1",
                "DOUBLE | 0.1 | 0.1",
                "DOUBLE | 1e300 | 1.0E300",
                "DECIMAL(38,18) | 12345678901234567890.123456789012345678 | 12345678901234567890.123456789012345678",
                "DECIMAL(5,2) | 1.5 | 1.50",
                "DECIMAL(5,2) | \"-999.99\" | -999.99",
                "STRING | \"é😀'\\\"\\\\\" | é😀'\"\\",
                "STRING | 1.50 | 1.50",
                "STRING | 1e3 | 1000",
                "STRING | true | true",
                "STRING | {\"a\":[1]} | {\"a\":[1]}",
                "NAIVE_DATE | \"2024-02-29\" | 2024-02-29",
                "NAIVE_TIME | \"23:59:59.123456000\" | 23:59:59.123456",
                "NAIVE_TIME | \"10:15\" | 10:15",
                "NAIVE_DATETIME | \"2024-02-29 23:59:59.123456\" | 2024-02-29T23:59:59.123456",
                "NAIVE_DATE | \"0001-01-01\" | 0001-01-01",
                "NAIVE_DATE | \"9999-12-31\" | 9999-12-31",
                "UTC_DATETIME | \"9999-12-31T23:59:59.999999Z\" | 9999-12-31T23:59:59.999999Z",
                "NAIVE_DATETIME | \"2024-03-31T02:30:00\" | 2024-03-31T02:30",
                "LONG | -9223372036854775808 | -9223372036854775808",
                "DOUBLE | 1.7976931348623157e308 | 1.7976931348623157E308",
                "DOUBLE | 4.9e-324 | 4.9E-324",
                "FLOAT | 3.4028235e38 | 3.4028235E38",
                "FLOAT | 16777216 | 1.6777216E7",
                "DECIMAL(38,0) | -99999999999999999999999999999999999999 | -99999999999999999999999999999999999999",
                "STRING | \"a \" | `a `",
                "STRING | \"\" | ``",
                "UTC_DATETIME | \"2024-02-29T23:59:59.123456+02:00\" | 2024-02-29T21:59:59.123456Z",
                "UTC_DATETIME | \"/Date(1705314600000)/\" | 2024-01-15T10:30Z",
                "UTC_DATETIME | \"0001-01-01T00:00:00Z\" | 0001-01-01T00:00Z",
                "BOOLEAN | 1 | true",
                "BOOLEAN | 0.0 | false",
                "BOOLEAN | \"1\" | true",
                "BOOLEAN | \"0\" | false",
                "BOOLEAN | \"TRUE\" | true",
                "BOOLEAN | \" False \" | false",
                "BOOLEAN | \"Y\" | true",
                "BOOLEAN | \"n\" | false",
                "BOOLEAN | \"Yes\" | true",
                "BOOLEAN | \"NO\" | false",
                "BOOLEAN | \"t\" | true",
                "BOOLEAN | \"F\" | false",
                "BOOLEAN | \"on\" | true",
                "BOOLEAN | \"Off\" | false",
                "INT | 5.0 | 5",
                "INT | \"5\" | 5",
                "INT | \" +5 \" | 5",
                "INT | \"5.00\" | 5",
                "SHORT | 1e2 | 100",
                "DECIMAL(5,2) | \" +1.500 \" | 1.50",
                "UTC_DATETIME | 1705314600 | 2024-01-15T10:30Z",
                "UTC_DATETIME | 1705314600.25 | 2024-01-15T10:30:00.250Z",
                "UTC_DATETIME | \" 1705314600 \" | 2024-01-15T10:30Z",
                "UTC_DATETIME | 1705314600123 | 2024-01-15T10:30:00.123Z",
                "UTC_DATETIME | 1705314600123.456 | 2024-01-15T10:30:00.123456Z",
                "UTC_DATETIME | \"1705314600123456\" | 2024-01-15T10:30:00.123456Z",
                "UTC_DATETIME | 1705314600123456000 | 2024-01-15T10:30:00.123456Z",
                "UTC_DATETIME | -315619200 | 1960-01-01T00:00Z",
                "UTC_DATETIME | -315619200000.5 | 1959-12-31T23:59:59.999500Z",
                "UTC_DATETIME | \"Mon, 15 Jan 2024 10:30:00 GMT\" | 2024-01-15T10:30Z",
                "UTC_DATETIME | \"Mon, 1 Jan 2024 10:30:00 +0200\" | 2024-01-01T08:30Z",
                "UTC_DATETIME | \"2024-01-15 10:30:00.5 UTC\" | 2024-01-15T10:30:00.500Z",
                "UTC_DATETIME | \"2024-01-15T10:30:00+01:00[Europe/Paris]\" | 2024-01-15T09:30Z",
                "UTC_DATETIME | \"2024-01-15T10:30:00Z[UTC]\" | 2024-01-15T10:30Z",
                "UTC_DATETIME | \"2024-01-15 10:30:00 +0200\" | 2024-01-15T08:30Z",
                "UTC_DATETIME | \"20240115T103000Z\" | 2024-01-15T10:30Z",
                "UTC_DATETIME | \"20240115103000\" | 2024-01-15T10:30Z",
                "UTC_DATETIME | \"2024-01-15t10:30:00z\" | 2024-01-15T10:30Z",
                "NAIVE_DATETIME | \"2024/01/15 10:30:00\" | 2024-01-15T10:30",
                "NAIVE_DATETIME | \" 2024-01-15 10:30:00,25 \" | 2024-01-15T10:30:00.250",
                "NAIVE_DATE | \"2024/01/15\" | 2024-01-15",
                "NAIVE_DATE | \"20240115\" | 2024-01-15",
                "NAIVE_DATE | \"2024-01-15T00:00:00Z\" | 2024-01-15",
                "NAIVE_DATE | \"Mon, 15 Jan 2024 00:00:00 GMT\" | 2024-01-15",
                "NAIVE_TIME | \"10:15:30,5\" | 10:15:30.500",
                "NAIVE_TIME | \"T10:15\" | 10:15",
                "UTC_DATETIME | \"2024-02-29T23:59:59.1234560Z\" | 2024-02-29T23:59:59.123456Z",
            })
    void aValueThatFitsArrivesExactly(String type, String json, String read) throws Exception {
        start("table: t", "columns: 'id:INT, v:" + type + "'");
        send(List.of(record("{\"id\":1,\"v\":" + json + "}"), record("{\"id\":2,\"v\":null}"), record("{\"id\":3}")));
        assertThat(rejects()).isEmpty();
        assertThat(database.jdbc().query("select \"v\" from \"t\" order by \"id\"", (row, number) -> {
                    Object value = row.getObject(1);
                    return value == null ? "null" : java(row, type);
                }))
                .containsExactly(read, "null", "null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | 2",
                "BOOLEAN | -1",
                "BOOLEAN | 0.5",
                "BOOLEAN | \"\"",
                "BOOLEAN | \"ja\"",
                "INT | true",
                "INT | \"1,000\"",
                "INT | \"\"",
                "SHORT | 32768",
                "INT | 2147483648",
                "INT | 1.5",
                "INT | \"twelve\"",
                "INT | {\"a\":1}",
                "LONG | 9223372036854775808",
                "FLOAT | 0.123456789",
                "FLOAT | 1e39",
                "DOUBLE | 0.12345678901234567890",
                "DOUBLE | 1e400",
                "DECIMAL(5,2) | 1000",
                "DECIMAL(5,2) | 1.005",
                "DECIMAL(5,2) | 1e99999",
                "DECIMAL(5,2) | 1e900000000",
                "STRING | 1e900000000",
                "BINARY | \"not base64!\"",
                "NAIVE_DATE | \"2023-02-29\"",
                "NAIVE_DATE | \"2024-02-29T23:30:00Z\"",
                "NAIVE_TIME | \"25:00\"",
                "NAIVE_DATETIME | \"2024-02-29T10:00:00Z\"",
                "UTC_DATETIME | 0",
                "UTC_DATETIME | 12345",
                "UTC_DATETIME | 99999999",
                "UTC_DATETIME | 17053146000",
                "UTC_DATETIME | \"17053146000000\"",
                "UTC_DATETIME | 17053146000000000",
                "UTC_DATETIME | 17053146000000000000",
                "UTC_DATETIME | 1e400",
                "UTC_DATETIME | 1705314600.1234567891",
                "UTC_DATETIME | true",
                "UTC_DATETIME | \"01/02/2024 10:30:00\"",
                "NAIVE_DATE | \"01/02/2024\"",
                "NAIVE_DATE | 1705314600",
                "NAIVE_DATETIME | 1705314600",
                "NAIVE_DATETIME | \"Mon, 15 Jan 2024 10:30:00 GMT\"",
                "NAIVE_TIME | \"10:15:00Z\"",
                "UTC_DATETIME | \"yesterday\"",
                "UTC_DATETIME | \"9999-12-31T23:59:59-01:00\"",
                "NAIVE_DATE | \"0000-01-01\"",
                "STRING | \"\\ud83d\"",
                "JSON | {\"a\":\"\\ude00\"}",
            })
    void aMisfitIsARejectWithItsReasonAndTheRestIsWritten(String type, String json) throws Exception {
        start("table: t", "columns: 'id:INT, v:" + type + "'");
        Map<String, @Nullable Object> bad = record("{\"id\":1,\"v\":" + json + "}");
        List<Map<String, @Nullable Object>> all = List.of(bad, record("{\"id\":2}"));
        send(all);
        send(all);
        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertThat(rejects()).singleElement().satisfies(reject -> {
            assertThat(reject).containsEntry("TABLE_NAME", "t");
            assertThat(String.valueOf(reject.get("REASON"))).contains("column v", type.replaceFirst("\\(.*", ""));
            assertThat(String.valueOf(reject.get("RECORD"))).contains("\"id\":1");
        });
    }

    /** Drivers take the session's zone from the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Asia/Kolkata"})
    void timesAreTheSameWhateverTheZoneOfTheMachineAndTheSession(String zone) throws Exception {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            start("table: t", "versionColumn: at", "columns: 'id:INT, at:UTC_DATETIME, v:NAIVE_DATETIME'");
            send(row("id", 1, "at", "2024-03-10T02:30:00.5+05:30", "v", "2024-03-10T02:30:00.25"));
        } finally {
            TimeZone.setDefault(before);
        }
        OffsetDateTime at = database.jdbc().queryForObject("select \"at\" from \"t\"", (row, number) -> utc(row));
        assertThat(at).isEqualTo(OffsetDateTime.parse("2024-03-09T21:00:00.5Z"));
        LocalDateTime naive = database.jdbc()
                .queryForObject("select \"v\" from \"t\"", (row, number) -> row.getObject(1, LocalDateTime.class));
        assertThat(naive).isEqualTo(LocalDateTime.parse("2024-03-10T02:30:00.25"));
        assertThat(Duration.between(syncedAt(1), OffsetDateTime.now(ZoneOffset.UTC)))
                .isLessThan(Duration.ofMinutes(10))
                .isGreaterThan(Duration.ofMinutes(-10));
    }

    @Test
    void theCharacterZeroIsWrittenOrARejectButNeverCutOff() throws Exception {
        start("table: t", "columns: 'id:INT, v:STRING, doc:JSON'");
        send(List.of(
                row("id", 1, "v", "a\0b", "doc", null),
                row("id", 2, "v", "c", "doc", Map.of("k", "a\0b")),
                row("id", 3, "v", "c", "doc", Map.of("k", "a\\u0000b"))));
        boolean keeps = kind != DatabaseKind.POSTGRESQL;
        assertThat(rejects()).hasSize(keeps ? 0 : 2).allSatisfy(reject -> assertThat(
                        String.valueOf(reject.get("REASON")))
                .contains("U+0000"));
        assertThat(database.jdbc().queryForList("select \"v\" from \"t\" order by \"id\"", String.class))
                .isEqualTo(keeps ? List.of("a\0b", "c", "c") : List.of("c"));
    }

    @Test
    void keysThatDifferInCaseOrABlankAreDifferentRows() throws Exception {
        start("table: t", "columns: 'id:STRING, v:STRING'");
        send(List.of(row("id", "a", "v", "1"), row("id", "A", "v", "2"), row("id", "a ", "v", "3")));
        send(List.of(row("id", "a", "v", "x"), row("id", "A", "v", "X"), row("id", "a ", "v", "3 ")));
        assertThat(rejects()).isEmpty();
        assertThat(database.jdbc().queryForList("select \"v\" from \"t\"", String.class))
                .containsExactlyInAnyOrder("x", "X", "3 ");
    }

    @Test
    void jsonAndBinaryComeBackAsTheyWere() throws Exception {
        start("table: t", "columns: 'id:INT, doc:JSON, bytes:BINARY'");
        String doc = "{\"a\":[1,2.50,null,{\"é\":\"\\\"\"}],\"big\":123456789012345678901234567890,\"e\":{}}";
        send(List.of(
                record("{\"id\":1,\"doc\":" + doc + ",\"bytes\":\"AAH/\"}"),
                record("{\"id\":2,\"doc\":\"text\",\"bytes\":null}"),
                record("{\"id\":3,\"doc\":[],\"bytes\":\"\"}"),
                record("{\"id\":4,\"doc\":null}")));
        List<@Nullable JsonNode> docs =
                database.jdbc().query("select \"doc\" from \"t\" order by \"id\"", (row, number) -> json(row));
        assertThat(docs).containsExactly(EXACT.readTree(doc), EXACT.readTree("\"text\""), EXACT.readTree("[]"), null);
        assertThat(database.jdbc().queryForObject("select \"bytes\" from \"t\" where \"id\" = 1", byte[].class))
                .containsExactly(0, 1, 0xff);
        OffsetDateTime first = syncedAt(1);
        send(record("{\"id\":1,\"doc\":" + doc + ",\"bytes\":\"AAH/\"}"));
        assertThat(syncedAt(1)).isEqualTo(first);
    }

    @Test
    void rowsThatTheDatabaseRefusesAreFoundAmongThousands() throws Exception {
        database.jdbc()
                .execute(
                        "create table \"t\" (\"id\" int primary key, \"code\" varchar(3), \"n\" int check (\"n\" >= 0),"
                                + " \"_synced_at\" " + instant() + " not null)");
        start("table: t", "columns: 'id:INT, code:STRING, n:INT'");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int id = 0; id < 5000; id++) {
            boolean tooLong = id == 0 || id == 4999;
            rows.add(row("id", id, "code", tooLong ? "long" : "ok", "n", id == 2500 ? -1 : id));
        }
        send(rows);
        // DuckDB takes no notice of the length of a varchar.
        int refused = kind == DatabaseKind.DUCKDB ? 1 : 3;
        assertThat(database.count("\"t\"")).isEqualTo(5000 - refused);
        assertThat(rejects()).hasSize(refused).allSatisfy(reject -> assertThat(String.valueOf(reject.get("REASON")))
                .containsAnyOf("more than 3 characters", "the database refused it"));
        send(rows);
        assertThat(rejects()).hasSize(refused);
    }

    /** Each refusal may cost a binary search among 5,000 rows. */
    @Test
    void aFewRowsThatTheDatabaseRefusesCostFewStatements() throws Exception {
        database.jdbc()
                .execute("create table \"t\" (\"id\" int primary key, \"name\" varchar(30), \"n\" int check (\"n\" >="
                        + " 0),"
                        + " \"_synced_at\" " + instant() + ")");
        AtomicInteger statements = new AtomicInteger();
        EventNotifier counter = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeSentEvent sent
                        && sent.getEndpoint().getEndpointUri().startsWith("jdbc:")) {
                    statements.incrementAndGet();
                }
            }
        };
        start(
                context -> context.getManagementStrategy().addEventNotifier(counter),
                SinkRoute.of("in", "table: t", "columns: 'id:INT, name:STRING, n:INT'"));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int id = 0; id < 5000; id++) {
            boolean bad = id == 17 || id == 2500 || id == 4711;
            rows.add(row("id", id, "name", "name " + id, "n", bad ? -1 : id % 10));
        }
        send(rows);
        assertThat(database.count("\"t\"")).isEqualTo(4997);
        assertThat(database.jdbc().queryForList("select record from tidemark_rejects", String.class))
                .hasSize(3)
                .allMatch(record -> record.matches(".*\"id\":(17|2500|4711),.*"));
        assertThat(statements.get()).isLessThanOrEqualTo(45);
    }

    @Test
    void moreRejectsThanAreAllowedFailTheChunkAndWriteNothingOfIt() throws Exception {
        start("table: t", "columns: 'id:INT, n:INT'", "maxRejectRatio: 0.5");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int id = 0; id < 21; id++) {
            rows.add(row("id", id, "n", id < 10 ? "ten" : id));
        }
        send(rows);
        assertThat(database.count("\"t\"")).isEqualTo(11);
        rows.set(10, row("id", 10, "n", "ten"));
        rows.add(row("id", 100, "n", 100));
        rows.remove(12);
        assertThatThrownBy(() -> send(rows)).rootCause().hasMessageContainingAll("11 of 21", "maxRejectRatio (0.5)");
        assertThat(database.count("\"t\"")).isEqualTo(11);
        assertThat(rejects()).hasSize(10);
    }

    @Test
    void aKeyThatIsNotAColumnIsRefusedBeforeAnyWrite() throws Exception {
        start("table: t", "primaryKey: 'id, at'", "columns: 'id:INT, n:INT'");
        assertThatThrownBy(() -> send(List.of(row("id", 1, "n", 1))))
                .rootCause()
                .hasMessageContaining("primaryKey `at` is not one of the columns [id, n]");
        assertThat(database.exists("t")).isFalse();
    }

    @Test
    void aRecordWithoutItsKeyIsAReject() throws Exception {
        start("table: t", "primaryKey: 'a, b'", "columns: 'a:INT, b:STRING, c:INT'");
        send(List.of(row("a", 1, "b", "x", "c", 1), row("a", 1, "b", null, "c", 2), row("b", "x", "c", 3)));
        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertThat(rejects()).hasSize(2).allSatisfy(reject -> assertThat(String.valueOf(reject.get("REASON")))
                .contains("primary key [a, b]"));
    }

    @Test
    void identicalRowsAreSkippedAndDifferentRowsAreReplaced() throws Exception {
        start("table: t", "columns: 'id:INT, name:STRING, n:DECIMAL(5,2)'");
        send(List.of(row("id", 1, "name", "a", "n", null), row("id", 2, "name", "b", "n", "1.50")));
        OffsetDateTime first = syncedAt(1);
        send(List.of(row("id", 1, "name", "a", "n", null), row("id", 2, "name", null, "n", "1.50")));
        assertThat(syncedAt(1)).isEqualTo(first);
        assertThat(syncedAt(2)).isAfter(first);
        assertThat(database.jdbc().queryForList("select \"name\" from \"t\" where \"id\" = 2", String.class))
                .containsExactly((String) null);
    }

    @Test
    void rowsThatAreReadAgainAndAgainKeepTheIndexesOfTheTableRight() throws Exception {
        start("table: t", "columns: 'id:INT, v:STRING, n:INT'");
        send(List.of(row("id", 0, "v", "none", "n", 0)));
        database.jdbc().execute("create index by_n on \"t\" (\"n\")");
        for (int round = 1; round <= 10; round++) {
            int changed = round;
            send(IntStream.range(0, 2000)
                    .mapToObj(i -> row("id", i, "v", "same", "n", i % 100 == changed ? -i : i))
                    .toList());
        }
        assertThat(database.count("\"t\"")).isEqualTo(2000);
        for (int i : new int[] {1, 10, 500, 1999}) {
            assertThat(database.count("\"t\" where \"n\" = " + i))
                    .as("n = " + i)
                    .isEqualTo(i % 100 == 10 ? 0 : 1);
        }
        assertThat(database.count("\"t\" where \"n\" = -10")).isEqualTo(1);
    }

    @Test
    void postgresqlWritesNothingForRowsThatDidNotChange() throws Exception {
        if (kind != DatabaseKind.POSTGRESQL) {
            return;
        }
        start("table: t", "columns: 'id:INT, v:STRING, at:UTC_DATETIME'", "versionColumn: at");
        send(List.of(versioned(1, "same", 2), versioned(2, "same", 2), versioned(3, "same", 2)));
        send(List.of(versioned(1, "same", 2), versioned(2, "older", 1), versioned(3, "newer", 3)));
        // A lock leaves its transaction on the row.
        assertThat(database.count("\"t\" where \"id\" < 3 and xmax <> 0")).isZero();
        assertThat(values()).containsExactly("same", "same", "newer");
    }

    @Test
    void postgresqlFindsRowsByTheirIndexHoweverSmallTheTableOnceWas() throws Exception {
        if (kind != DatabaseKind.POSTGRESQL) {
            return;
        }
        start("table: t", "columns: 'id:INT, v:STRING'");
        send(few());
        database.jdbc().execute("analyze \"t\"");
        for (int round = 0; round < 20; round++) {
            send(few());
        }
        for (int round = 0; round < 5; round++) {
            int from = round * 2000;
            send(IntStream.range(from, from + 2000)
                    .mapToObj(i -> row("id", i, "v", "many"))
                    .toList());
        }
        Eventually.await("the statistics hold what was read", Duration.ofMinutes(3), () -> {
            // A connection tells what it did when it does something again.
            send(List.of(row("id", 1, "v", "many")));
            Long read = database.jdbc()
                    .queryForObject("select n_tup_ins from pg_stat_user_tables where relname = 't'", Long.class);
            return read != null && read >= 10_000;
        });
        assertThat(database.jdbc()
                        .queryForObject("select seq_tup_read from pg_stat_user_tables where relname = 't'", Long.class))
                .isLessThan(500_000);
    }

    @Test
    void aRowWrittenInTheSameTransactionIsReplacedByALaterOne() throws Exception {
        start("table: t", "columns: 'id:INT, v:STRING'");
        send(IntStream.range(0, 12_000)
                .mapToObj(i -> row("id", i % 6000, "v", i < 6000 ? "first" : "second"))
                .iterator());
        assertThat(database.count("\"t\" where \"v\" = 'second'")).isEqualTo(6000);
        assertThat(database.count("\"t\"")).isEqualTo(6000);
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() throws Exception {
        start("table: t", "versionColumn: at", "columns: 'id:INT, v:STRING, at:UTC_DATETIME'");
        send(List.of(
                row("id", 1, "v", "new", "at", "2024-01-15T09:30:00Z"),
                row("id", 1, "v", "old", "at", "2024-01-15T10:00:00+02:00"),
                row("id", 2, "v", "first", "at", "2024-01-15T10:00:00Z"),
                row("id", 2, "v", "second", "at", "2024-01-15T10:00:00Z"),
                row("id", 3, "v", "dated", "at", "2024-01-15T10:00:00Z"),
                row("id", 3, "v", "undated", "at", null)));
        assertThat(values()).containsExactly("new", "second", "dated");
        send(List.of(
                row("id", 1, "v", "older", "at", "2024-01-15T10:29:59+01:00"),
                row("id", 2, "v", "third", "at", "2024-01-15T10:00:00.000001Z"),
                row("id", 3, "v", "undated", "at", null)));
        assertThat(values()).containsExactly("new", "third", "dated");
    }

    @Test
    void aTimeFarInTheFutureDoesNotKeepItsRowFromBeingPutRight() throws Exception {
        start("table: t", "versionColumn: at", "columns: 'id:INT, v:STRING, at:UTC_DATETIME'");
        send(row("id", 1, "v", "mistaken", "at", "2999-01-01T00:00:00Z"));
        send(row("id", 1, "v", "put right", "at", "2024-01-15T10:00:00Z"));
        send(row("id", 1, "v", "old", "at", "2024-01-15T09:00:00Z"));
        assertThat(values()).containsExactly("put right");
        send(List.of(
                row("id", 2, "v", "mistaken", "at", "2999-01-01T00:00:00Z"),
                row("id", 2, "v", "put right", "at", "2024-01-15T10:00:00Z")));
        assertThat(values()).containsExactly("put right", "put right");
        send(row(
                "id",
                1,
                "v",
                "soon",
                "at",
                Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString()));
        send(row("id", 1, "v", "old", "at", "2024-01-15T10:00:00Z"));
        assertThat(values()).containsExactly("soon", "put right");
    }

    @Test
    void aLocalTimeFarInTheFutureDoesNotEither() throws Exception {
        start("table: t", "versionColumn: at", "columns: 'id:INT, v:STRING, at:NAIVE_DATETIME'");
        send(row("id", 1, "v", "mistaken", "at", "2999-01-01T00:00:00"));
        send(row("id", 1, "v", "put right", "at", "2024-01-15T10:00:00"));
        send(row("id", 1, "v", "old", "at", "2024-01-15T09:00:00"));
        assertThat(values()).containsExactly("put right");
    }

    @Test
    void anInferredVersionColumnOrdersRows() throws Exception {
        start("table: t", "versionColumn: at");
        send(row("id", 1, "v", "new", "at", "2024-01-15T09:30:00Z"));
        send(row("id", 1, "v", "old", "at", "2024-01-15T10:00:00+02:00"));
        assertThat(values()).containsExactly("new");
    }

    @Test
    void anInferredVersionColumnWithoutAZoneOrdersRows() throws Exception {
        start("table: t", "versionColumn: at");
        send(row("id", 1, "v", "new", "at", "2024-01-15T10:30:00"));
        send(row("id", 1, "v", "old", "at", "2024-01-15 10:00:00"));
        assertThat(values()).containsExactly("new");
    }

    @Test
    void aCompositeKeyKeepsEveryVersionOfARecord() throws Exception {
        start("table: t", "primaryKey: 'id, at'", "columns: 'id:INT, v:STRING, at:UTC_DATETIME'");
        send(List.of(
                row("id", 1, "v", "a", "at", "2024-01-15T10:00:00Z"),
                row("id", 1, "v", "b", "at", "2024-01-15T10:00:01Z"),
                row("id", 1, "v", "c", "at", "2024-01-15T12:00:00+02:00")));
        assertThat(database.jdbc().queryForList("select \"v\" from \"t\" order by \"at\"", String.class))
                .containsExactly("c", "b");
    }

    @Test
    void aTableThatIsAllKeyIsWrittenToo() throws Exception {
        start("table: t", "primaryKey: 'a, b'", "columns: 'a:INT, b:INT'");
        send(List.of(row("a", 1, "b", 1), row("a", 1, "b", 2), row("a", 1, "b", 1)));
        send(List.of(row("a", 1, "b", 1)));
        assertThat(database.count("\"t\"")).isEqualTo(2);
    }

    @Test
    void withoutColumnsTheyAreInferredAndANewFieldBecomesANewColumn() throws Exception {
        start("table: t");
        send(List.of(
                record("{\"id\":1,\"name\":\"a\",\"n\":5,\"price\":1.25,\"yes\":true,\"tags\":[1],\"none\":null}"),
                record("{\"id\":2,\"exact\":0.100000000000000001}")));
        send(record("{\"id\":3,\"name\":\"c\",\"new field\":\"x\",\"none\":7}"));
        assertThat(rejects()).isEmpty();
        assertThat(database.jdbc()
                        .queryForList(
                                "select column_name from information_schema.columns where table_name = 't'"
                                        + " order by ordinal_position",
                                String.class))
                .containsExactlyInAnyOrder(
                        "id", "name", "n", "price", "yes", "tags", "exact", "_synced_at", "new field", "none");
        Map<String, Object> third = database.jdbc().queryForMap("select * from \"t\" where \"id\" = 3");
        assertThat(third).containsEntry("new field", "x").containsEntry("none", 7L);
    }

    @Test
    void columnsOfAnExistingTableAreNotInferredAgain() throws Exception {
        database.jdbc()
                .execute(
                        "create table \"t\" (\"id\" bigint primary key, \"code\" varchar(20), \"price\" decimal(10, 2),"
                                + " \"at\" " + instant() + ")");
        start("table: t");
        send(record("{\"id\":1,\"code\":5,\"price\":2,\"at\":\"2024-01-01T00:00:00Z\"}"));
        assertThat(rejects()).isEmpty();
        assertThat(database.jdbc().queryForObject("select \"code\" from \"t\"", String.class))
                .isEqualTo("5");
    }

    @Test
    void aFieldThatFirstOccursAfterTheFirstStatementIsNotDropped() throws Exception {
        start("table: t");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        IntStream.range(0, 6000).forEach(id -> rows.add(row("id", id)));
        rows.set(5500, row("id", 5500, "late", "x"));
        send(rows);
        assertThat(database.jdbc().queryForList("select \"late\" from \"t\" where \"id\" = 5500", String.class))
                .containsExactly("x");
    }

    @Test
    void anIteratorWithALateUnknownFieldFailsInsteadOfDroppingIt() throws Exception {
        start("table: t");
        assertThatThrownBy(() -> send(IntStream.range(0, 6000)
                        .mapToObj(id -> id == 5500 ? row("id", id, "late", "x") : row("id", id))
                        .iterator()))
                .rootCause()
                .hasMessageContainingAll("late", "columns");
        assertThat(database.count("\"t\"")).isZero();
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTransactionOfTheRoutesOwnDoesNotWaitForItself() throws Exception {
        start(
                context -> {},
                """
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - transacted:
                            ref: destination-transaction
                            steps:
                              - split:
                                  simple: '${body}'
                                  stopOnException: true
                                  steps:
                                    - to:
                                        uri: kamelet:jdbc-upsert-sink
                                        parameters: {table: t}
                """);
        assertThatThrownBy(() -> send(List.of(row("id", 1), row("id", 2, "v", "x"))))
                .rootCause()
                .hasMessageContainingAll("[v]", "declare columns");
        assertThat(database.count("\"t\"")).isZero();
        send(List.of(row("id", 1, "v", "x"), row("id", 2)));
        assertThat(values()).containsExactly("x", null);
    }

    @Test
    void aRowWithTheValueOfAnotherOneInAUniqueIndexIsAReject() throws Exception {
        database.jdbc().execute("create table \"t\" (\"id\" bigint primary key, \"v\" bigint unique)");
        start("table: t");
        send(row("id", 1, "v", 5));
        send(List.of(row("id", 2, "v", 5), row("id", 3, "v", 6)));
        assertThat(values()).containsExactly("5", "6");
        assertThat(rejects()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"user, updatedAt", "order, a\"b", "Ünïcode Tabelle, select", "50%_x, group"})
    void anyNameIsUsedUnchanged(String table, String column) throws Exception {
        start("table: '" + table + "'", "columns: 'id:INT, " + column + ":STRING'");
        send(row("id", 1, column, "x"));
        send(row("id", 1, column, "y"));
        String quoted = '"' + column.replace("\"", "\"\"") + '"';
        assertThat(database.jdbc().queryForList("select " + quoted + " from \"" + table + '"', String.class))
                .containsExactly("y");
    }

    @Test
    void namesThatMeanSomethingToDriversAreJustNames() throws Exception {
        Map<String, @Nullable Object> row = row("id", 1, "v", "x");
        for (String name :
                List.of("a?b", "a\\b", "it's", ":?c", "${body}", "{fn x}", "a`b", "a/*b", "$1", "a\nb", "[a]")) {
            row.put(name, name);
        }
        start("table: t");
        send(row);
        row.put("a?b", "new");
        send(row);
        assertThat(database.jdbc().queryForList("select \"a?b\" from \"t\"", String.class))
                .containsExactly("new");
    }

    @Test
    void aDotPartsASchemaFromTheTable() throws Exception {
        database.jdbc().execute("create schema \"crm\"");
        start("table: crm.user", "columns: 'id:INT'");
        send(row("id", 1));
        assertThat(database.count("\"crm\".\"user\"")).isEqualTo(1);
    }

    @Test
    void aTableMadeWithoutSyncedAtGetsIt() throws Exception {
        database.jdbc().execute("create table \"t\" (\"id\" int primary key)");
        start("table: t", "columns: 'id:INT, name:STRING'");
        send(row("id", 1, "name", "x"));
        assertThat(syncedAt(1)).isNotNull();
    }

    @Test
    void severalSinksOnOneConnectionDoNotWaitForEachOther() throws Exception {
        try (TestDatabase one = TestDatabase.withPool(kind, 1);
                Routes both = new Routes(
                        one,
                        Map.of(),
                        SinkRoute.of("in", "table: a")
                                + "        - to: {uri: kamelet:jdbc-upsert-sink, parameters: {table: b}}\n")) {
            ProducerTemplate template = both.context().createProducerTemplate();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Object>> work = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    List<Map<String, @Nullable Object>> body = List.of(row("id", i, "f" + i % 7, "x"));
                    work.add(() -> template.requestBody("direct:in", body));
                }
                for (Future<Object> done : threads.invokeAll(work)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(one.count("\"a\"")).isEqualTo(40);
            assertThat(one.count("\"b\"")).isEqualTo(40);
            assertThat(one.jdbc().queryForList("select id from tidemark_rejects"))
                    .isEmpty();
            one.assertIdle();
        }
    }

    @Test
    void aFailureNotCausedByRowsWritesNothingAndFreesTheConnection() throws Exception {
        start("table: t", "columns: 'id:INT'");
        send(row("id", 1));
        database.jdbc().execute("drop table \"t\"");
        assertThatThrownBy(() -> send(row("id", 2))).rootCause().hasMessageContaining("t");
        database.assertIdle();
        assertThat(rejects()).isEmpty();
    }

    private List<Map<String, Object>> rejects() {
        return database.jdbc().queryForList("select * from tidemark_rejects");
    }

    private List<String> values() {
        return database.jdbc().queryForList("select \"v\" from \"t\" order by \"id\"", String.class);
    }

    private String instant() {
        return kind == DatabaseKind.MARIADB ? "datetime(6)" : "timestamp with time zone";
    }

    private OffsetDateTime syncedAt(int id) {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select \"_synced_at\" from \"t\" where \"id\" = ?", (row, number) -> utc(row), id));
    }

    private static List<Map<String, @Nullable Object>> few() {
        return IntStream.range(0, 30).mapToObj(i -> row("id", i, "v", "few")).toList();
    }

    private static Map<String, @Nullable Object> versioned(int id, String value, int second) {
        return row("id", id, "v", value, "at", "2024-01-01T00:00:0" + second + "Z");
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    /** A record as a page is read: exact numbers. */
    private static Map<String, @Nullable Object> record(String json) throws Exception {
        return JSON.readerFor(Map.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue(json);
    }

    private static String java(ResultSet row, String type) throws SQLException {
        Object value =
                switch (type) {
                    case "BOOLEAN" -> row.getBoolean(1);
                    case "FLOAT" -> row.getFloat(1);
                    case "DOUBLE" -> row.getDouble(1);
                    case "NAIVE_DATE" -> row.getObject(1, LocalDate.class);
                    case "NAIVE_TIME" -> row.getObject(1, LocalTime.class);
                    case "NAIVE_DATETIME" -> row.getObject(1, LocalDateTime.class);
                    case "UTC_DATETIME" -> utc(row);
                    default -> row.getObject(1);
                };
        return value.toString();
    }

    /** MariaDB keeps UTC in a column without a zone. */
    private static OffsetDateTime utc(ResultSet row) throws SQLException {
        return row.getMetaData().getColumnTypeName(1).equals("DATETIME")
                ? row.getObject(1, LocalDateTime.class).atOffset(ZoneOffset.UTC)
                : row.getObject(1, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC);
    }

    private @Nullable JsonNode json(ResultSet row) throws SQLException {
        String text = kind == DatabaseKind.H2
                ? row.getBytes(1) == null ? null : new String(row.getBytes(1), StandardCharsets.UTF_8)
                : row.getString(1);
        try {
            return text == null ? null : EXACT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
