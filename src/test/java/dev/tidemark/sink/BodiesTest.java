package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.tidemark.testing.CachedBytes;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SinkRoute;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The bodies that the sink takes, and those that it refuses. */
@ParameterizedClass
@EnumSource(
        value = DatabaseKind.class,
        names = {"H2", "POSTGRESQL"})
class BodiesTest extends RunningSink {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String ONE = "{\"id\":1,\"name\":\"one\",\"n\":12345678901234567890.1234567891}";
    private static final String TWO = "{\"id\":2,\"name\":\"é\",\"n\":-0.0000000001}";
    private static final String BOTH = "[" + ONE + ", " + TWO + "]";
    private static final List<String> ROWS = List.of("1 one 12345678901234567890.1234567891", "2 é -0.0000000001");
    private static final String COLUMNS = "columns: 'id:INT, name:STRING, n:DECIMAL(38,10)'";

    @TempDir
    private @Nullable Path folder;

    BodiesTest(DatabaseKind kind) {
        super(kind);
    }

    @Test
    void jsonIsWrittenInWhateverHoldsIt() throws Exception {
        start("table: t", COLUMNS);
        File file = Files.writeString(Objects.requireNonNull(folder).resolve("both.json"), BOTH)
                .toFile();
        JsonNode tree = JSON.readTree(BOTH);
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("text", BOTH);
        bodies.put("text with an indent", "\n" + tree.toPrettyString() + "\n");
        bodies.put("CharSequence", CharBuffer.wrap(BOTH));
        bodies.put("bytes", bytes(BOTH));
        bodies.put("UTF-16", BOTH.getBytes(StandardCharsets.UTF_16));
        bodies.put("InputStream", new ByteArrayInputStream(bytes(BOTH)));
        bodies.put("InputStreamCache", new InputStreamCache(bytes(BOTH)));
        bodies.put("Reader", new StringReader(BOTH));
        bodies.put("ReaderCache", new ReaderCache(BOTH));
        bodies.put("File", file);
        bodies.put("Path", file.toPath());
        bodies.put("WrappedFile of a File", wrapped(file, null));
        bodies.put("WrappedFile of another kind", wrapped("remote", bytes(BOTH)));
        bodies.put("lines", ONE + "\n" + TWO + "\r\n");
        bodies.put("ArrayNode", tree);
        bodies.put("list of texts", List.of(ONE, TWO));
        bodies.put("list of streams", List.of(new ByteArrayInputStream(bytes(ONE)), new StringReader(TWO)));
        bodies.put(
                "list of arrays",
                List.of("[" + ONE + "]", "[]", JSON.createArrayNode().add(tree.get(1))));
        bodies.put("array of nodes", new Object[] {tree.get(0), tree.get(1)});
        bodies.put("iterator of bytes", List.of(bytes(ONE), bytes(TWO)).iterator());
        bodies.put("iterable of nodes", (Iterable<Object>)
                () -> List.<Object>of(tree.get(0), tree.get(1)).iterator());
        bodies.put("a mixed list", List.of(ONE, JSON.convertValue(tree.get(1), Map.class)));
        for (Map.Entry<String, Object> each : bodies.entrySet()) {
            send(each.getValue());
            assertThat(rows()).as(each.getKey()).isEqualTo(ROWS);
            database.jdbc().update("delete from \"t\"");
        }
    }

    @Test
    void oneObjectIsOneRecord() throws Exception {
        start("table: t", COLUMNS);
        for (Object body : List.of(ONE, bytes(ONE), new StringReader(ONE), JSON.readTree(ONE))) {
            send(body);
            assertThat(rows()).isEqualTo(ROWS.subList(0, 1));
            database.jdbc().update("delete from \"t\"");
        }
    }

    @Test
    void numbersKeepAllTheirDigitsWithoutColumns() throws Exception {
        start("table: t");
        send("{\"id\":1,\"big\":123456789012345678901234567890,\"exact\":12345678901234567890.12345}");
        Map<String, Object> row = database.jdbc().queryForMap("select \"big\", \"exact\" from \"t\"");
        assertThat(row.get("big")).isEqualTo(new BigDecimal("123456789012345678901234567890"));
        assertThat((BigDecimal) row.get("exact")).isEqualByComparingTo("12345678901234567890.12345");
    }

    @Test
    void emptyArraysAndListsWriteNothing() throws Exception {
        start("table: t");
        for (Object body : List.of("[]", bytes(" [ ] "), JSON.createArrayNode(), new Object[0], new ArrayList<>())) {
            send(body);
        }
        assertThat(database.exists("t")).isFalse();
    }

    private enum Colour {
        RED
    }

    private record Place(String town, LocalDate since) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Order(
            int id,
            LocalDate day,
            LocalTime hour,
            LocalDateTime local,
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Timestamp stamp,
            BigDecimal price,
            BigInteger big,
            float ratio,
            UUID uuid,
            byte[] bytes,
            Colour colour,
            Place place,
            @Nullable String none) {}

    private static Order order() {
        return new Order(
                1,
                LocalDate.of(2024, 2, 29),
                LocalTime.of(23, 59, 58, 123_456_000),
                LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_000),
                Instant.parse("2024-02-29T01:02:03.123456Z"),
                OffsetDateTime.parse("2024-02-29T01:02:03.123456+02:00"),
                ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Paris")),
                Timestamp.from(Instant.parse("2024-02-29T01:02:03.123456Z")),
                new BigDecimal("1.50"),
                new BigInteger("123456789012345678901234567890"),
                0.1f,
                UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                new byte[] {0, 1, -1},
                Colour.RED,
                new Place("Aa", LocalDate.of(2000, 1, 1)),
                null);
    }

    @Test
    void aRecordOfJavaArrivesByTheTypesOfItsColumns() throws Exception {
        start(
                "table: t",
                "columns: 'id:INT, day:NAIVE_DATE, hour:NAIVE_TIME, local:NAIVE_DATETIME, instant:UTC_DATETIME,"
                        + " offset:UTC_DATETIME, zoned:UTC_DATETIME, stamp:UTC_DATETIME, price:DECIMAL(9,2),"
                        + " big:DECIMAL(38,0), ratio:FLOAT, uuid:STRING, bytes:BINARY, colour:STRING, place:STRING,"
                        + " none:STRING'");
        send(order());
        Map<String, Object> row = database.jdbc().queryForMap("select * from \"t\"");
        assertThat(database.count("tidemark_rejects")).isZero();
        assertThat(row.get("day")).hasToString("2024-02-29");
        assertThat(read("hour", LocalTime.class)).isEqualTo(order().hour());
        assertThat(read("local", LocalDateTime.class)).isEqualTo(order().local());
        assertThat(read("instant", OffsetDateTime.class).toInstant()).isEqualTo(order().instant());
        assertThat(read("offset", OffsetDateTime.class).toInstant())
                .isEqualTo(order().offset().toInstant());
        assertThat(read("zoned", OffsetDateTime.class).toInstant())
                .isEqualTo(order().zoned().toInstant());
        assertThat(read("stamp", OffsetDateTime.class).toInstant()).isEqualTo(order().instant());
        assertThat(row.get("price")).isEqualTo(new BigDecimal("1.50"));
        assertThat(row.get("big")).isEqualTo(new BigDecimal(order().big()));
        assertThat(row.get("ratio")).hasToString("0.1");
        assertThat(row.get("uuid")).isEqualTo("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertThat(read("bytes", byte[].class)).isEqualTo(order().bytes());
        assertThat(row.get("colour")).isEqualTo("RED");
        assertThat(row.get("place")).isEqualTo("{\"since\":\"2000-01-01\",\"town\":\"Aa\"}");
        assertThat(row.get("none")).isNull();
    }

    @Test
    void columnsComeInTheOrderOfTheProperties() throws Exception {
        start("table: t");
        send(order());
        List<String> columns = database.jdbc()
                .queryForList(
                        "select column_name from information_schema.columns where table_name = 't'"
                                + " order by ordinal_position",
                        String.class);
        assertThat(columns)
                .containsExactly(
                        "id",
                        "day",
                        "hour",
                        "local",
                        "instant",
                        "offset",
                        "zoned",
                        "stamp",
                        "price",
                        "big",
                        "ratio",
                        "uuid",
                        "bytes",
                        "colour",
                        "place",
                        "_synced_at");
    }

    /** A class as applications have them. */
    public static class User {
        private final int id;
        private final String name;

        User(int id, String name) {
            this.id = id;
            this.name = name;
        }

        public int getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public boolean isActive() {
            return true;
        }
    }

    @Test
    void pojosAreWrittenAloneAndInListsArraysAndIterators() throws Exception {
        start("table: t", "columns: 'id:INT, name:STRING, active:BOOLEAN'");
        send(new User(1, "a"));
        send(List.of(new User(2, "b"), new User(3, "c")));
        send(new User[] {new User(4, "d")});
        send(List.of(new User(5, "e")).iterator());
        assertThat(database.jdbc()
                        .queryForList("select \"name\" from \"t\" where \"active\" order by \"id\"", String.class))
                .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aFieldThatFirstOccursAfterTheFirstStatementIsNotDropped() throws Exception {
        start("table: t");
        List<String> records = new ArrayList<>(
                IntStream.range(0, 6000).mapToObj(i -> "{\"id\":" + i + "}").toList());
        records.add("{\"id\":6000,\"late\":1}");
        send(records.toString());
        assertThat(database.count("\"t\" where \"late\" = 1")).isEqualTo(1);
        assertThat(database.count("\"t\"")).isEqualTo(6001);
    }

    @Test
    void aRejectOfAMapWithDatesOfJavaIsKept() throws Exception {
        start("table: t", "columns: 'id:INT, v:INT'");
        send(List.of(Map.of("id", 1, "v", LocalDate.of(2024, 2, 29)), Map.of("id", 2, "v", 3)));
        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertThat(database.jdbc().queryForObject("select record from tidemark_rejects", String.class))
                .contains("\"v\":\"2024-02-29\"");
    }

    private record Named(@JsonValue String name) {}

    /** A class whose properties cannot be read. */
    public static class Broken {
        public String getPassword() {
            throw new IllegalStateException("TOPSECRET");
        }
    }

    /** A class without properties. */
    public static class Bare {}

    @Test
    void otherBodiesAreRefusedByTheirTypeAndNothingIsWritten() throws Exception {
        start("table: t", "columns: 'id:INT, name:STRING'");
        String secret = "TOPSECRET";
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("the body (java.lang.Integer): it is not a record", 5);
        bodies.put("the body (java.lang.Boolean): it is not a record", true);
        bodies.put("the body (java.time.LocalDate): it is not a record", LocalDate.EPOCH);
        bodies.put("the body (java.util.UUID): it is not a record", UUID.randomUUID());
        bodies.put("the body (int[]): it is not a record", new int[] {1});
        bodies.put("the body (dev.tidemark.sink.BodiesTest$Colour): it is not a record", Colour.RED);
        bodies.put("the body (dev.tidemark.sink.BodiesTest$Named): it is not a record", new Named(secret));
        bodies.put("BodiesTest$Bare): its properties cannot be read", new Bare());
        bodies.put("BodiesTest$Broken): its properties cannot be read (at ", new Broken());
        bodies.put("the body (java.lang.String): it is empty", "");
        bodies.put("CharBuffer): it is empty", CharBuffer.wrap("  \n"));
        bodies.put("the body (byte[]): it is empty", new byte[0]);
        bodies.put("InputStreamCache): it is empty", new ByteArrayInputStream(new byte[0]));
        bodies.put("the body (java.lang.String): it is not JSON at line 1, column", secret);
        bodies.put("the body (byte[]): it is not JSON at line 1, column", bytes("<a>" + secret + "</a>"));
        bodies.put(
                "the body (java.lang.String): its JSON ends in the middle at line 1, column",
                "[{\"id\":1},{\"id\":2,\"name\":\"" + secret);
        bodies.put("ReaderCache): its JSON ends in the middle", new StringReader("[{\"id\":1}"));
        bodies.put("(byte[]): its JSON is not accepted at line 1", bytes("{\"id\":1,\"id\":\"" + secret + "\"}"));
        bodies.put("value 1 of its JSON is a text, not an object", "\"" + secret + "\"");
        bodies.put("value 1 of its JSON is null, not an object", "null");
        bodies.put("value 2 of its JSON is a number, not an object", "[{\"id\":1},1471114711]");
        bodies.put("value 2 of its JSON is null", bytes("[{\"id\":1},null]"));
        bodies.put("value 1 of its JSON is an array", "[[{\"id\":1}]]");
        bodies.put("value 3 of its JSON is a boolean", "{\"id\":1}\n{\"id\":2}\ntrue");
        bodies.put("there is more text after the end of its JSON array", "[{\"id\":1}] [{\"id\":2}]");
        bodies.put(
                "ArrayNode): value 1 of its JSON is a text",
                JSON.createArrayNode().add(secret));
        bodies.put("IntNode): value 1 of its JSON is a number", IntNode.valueOf(1471114711));
        bodies.put("NullNode): value 1 of its JSON is null", NullNode.getInstance());
        bodies.put("MissingNode): value 1 of its JSON is something else", MissingNode.getInstance());
        bodies.put("POJONode)", JsonNodeFactory.instance.pojoNode(new User(1, secret)));
        bodies.put(
                "element 2 of the body (java.lang.Integer): it is not a record", List.of(Map.of("id", 1), 1471114711));
        bodies.put("element 2 of the body: it is null", Arrays.asList(Map.of("id", 1), null));
        bodies.put("element 2 of the body (java.lang.String): it is not JSON", List.of("{\"id\":1}", secret));
        bodies.put("element 1 of the body (java.lang.Double)", new Object[] {1.5});
        bodies.put(
                "element 2 of the body (java.lang.Long)",
                List.of(Map.of("id", 1), 1471114711L).iterator());
        bodies.put("element 1 of the body (java.util.ArrayList)", List.of(new ArrayList<>(List.of(Map.of("id", 1)))));
        bodies.put(
                "cannot read the body (java.io.File)",
                new File(Objects.requireNonNull(folder).toFile(), "none"));
        for (Map.Entry<String, Object> each : bodies.entrySet()) {
            assertThatThrownBy(() -> send(each.getValue()))
                    .as(each.getKey())
                    .cause()
                    .hasMessageContaining("jdbc-upsert-sink cannot read ")
                    .hasMessageContaining(each.getKey())
                    .message()
                    .doesNotContain("TOPSECRET", "1471114711");
        }
        assertThatThrownBy(() -> send(null))
                .cause()
                .hasMessageContaining("cannot read the body: it is empty; send a Map");
        assertThat(database.exists("t")).isFalse();
    }

    @Test
    void theBodyIsGivenBackAndACachedStreamCanBeReadAgain() throws Exception {
        start(context -> {}, uncached("table: t", COLUMNS));
        assertThat(producer().requestBody("direct:in", (Object) BOTH)).isSameAs(BOTH);
        JsonNode tree = JSON.readTree(BOTH);
        assertThat(producer().requestBody("direct:in", (Object) tree)).isSameAs(tree);
        StreamCache cache = new InputStreamCache(bytes(BOTH));
        Object after = producer().requestBody("direct:in", (Object) cache);
        assertThat(after).isSameAs(cache);
        assertThat(((InputStream) after).readAllBytes()).isEqualTo(bytes(BOTH));
    }

    @Test
    void aStreamIsReadWhileItIsWritten() throws Exception {
        AtomicLong made = new AtomicLong();
        AtomicLong atFirstStatement = new AtomicLong();
        start(
                context -> context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                    @Override
                    public void notify(CamelEvent event) {
                        if (event instanceof CamelEvent.ExchangeSendingEvent sending
                                && sending.getEndpoint().getEndpointUri().startsWith("jdbc:")) {
                            atFirstStatement.compareAndSet(0, made.get());
                        }
                    }
                }),
                uncached("table: t", "columns: 'id:INT, name:STRING'"));
        InputStream stream = generated(20_000, "]", made);
        assertThat(producer().requestBody("direct:in", (Object) stream)).isSameAs(stream);
        assertThat(database.count("\"t\"")).isEqualTo(20_000);
        assertThat(atFirstStatement.get()).isBetween(5000L, 6000L);
    }

    @Test
    void aCachedStreamOfManyRecordsIsWritten() throws Exception {
        start("table: t", "columns: 'id:INT, name:STRING'");
        send(generated(12_000, "]", new AtomicLong()));
        assertThat(database.count("\"t\"")).isEqualTo(12_000);
    }

    @Test
    void aStreamThatBreaksOffWritesNothing() throws Exception {
        start(context -> {}, uncached("table: t", "columns: 'id:INT, name:STRING'"));
        for (String end : List.of("", ",", "] x", ",4711]")) {
            assertThatThrownBy(() -> send(generated(12_000, end, new AtomicLong())))
                    .cause()
                    .hasMessageContaining("jdbc-upsert-sink cannot read the body (java.io.SequenceInputStream)");
            assertThat(database.count("\"t\"")).as(end).isZero();
        }
    }

    @Test
    void aBodyThatCanBeReadOnlyOnceIsNotRetried() {
        InputStream stream = new ByteArrayInputStream(bytes(BOTH));
        assertThat(List.of(
                        BOTH, bytes(BOTH), new InputStreamCache(bytes(BOTH)), List.of(BOTH), new File("x"), Map.of()))
                .allMatch(MessageRecords::isRepeatable);
        assertThat(List.of(
                        stream,
                        new StringReader(BOTH),
                        List.of().iterator(),
                        List.of(ONE, stream),
                        new Object[] {stream},
                        wrapped("remote", stream)))
                .noneMatch(MessageRecords::isRepeatable);
    }

    @Test
    void aCachedStreamIsReadFromItsBeginningWhenTheChunkIsRetried() throws Exception {
        start("table: t", "columns: 'id:INT'");
        byte[] json = bytes(IntStream.range(0, 6000)
                .mapToObj(i -> "{\"id\":" + i + "}")
                .toList()
                .toString());
        send(new FaultyStream(json));
        assertThat(database.count("\"t\"")).isEqualTo(6000);
        database.jdbc().update("delete from \"t\"");
        assertThatThrownBy(() -> send(List.of(new FaultyStream(json)).iterator()))
                .hasStackTraceContaining("try again");
        assertThat(database.count("\"t\"")).isZero();
    }

    /** Fails once near its end, as if the database had refused the transaction. */
    private static final class FaultyStream extends CachedBytes {
        private boolean failed;

        FaultyStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            if (!failed && pos > count - 5000) {
                failed = true;
                throw new UncheckedIOException(new IOException(new SQLException("try again", "40001")));
            }
            return super.read(into, offset, Math.min(length, 1000));
        }
    }

    @SuppressWarnings("JdkObsolete")
    private static InputStream generated(int records, String end, AtomicLong made) {
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return made.get() <= records;
            }

            @Override
            public InputStream nextElement() {
                long id = made.getAndIncrement();
                String record = (id == 0 ? "[" : ",") + "{\"id\":" + id + ",\"name\":\"" + "x".repeat(50) + "\"}";
                return new ByteArrayInputStream(bytes(id == records ? end : record));
            }
        });
    }

    private static WrappedFile<Object> wrapped(Object file, @Nullable Object body) {
        return new WrappedFile<>() {
            @Override
            public Object getFile() {
                return file;
            }

            @Override
            public @Nullable Object getBody() {
                return body;
            }

            @Override
            public long getFileLength() {
                return 0;
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private <T> T read(String column, Class<T> type) {
        return Objects.requireNonNull(database.jdbc()
                .queryForObject("select \"" + column + "\" from \"t\"", (row, number) -> row.getObject(1, type)));
    }

    private List<String> rows() {
        return database.jdbc()
                .query(
                        "select \"id\", \"name\", \"n\" from \"t\" order by \"id\"",
                        (row, number) -> row.getInt(1) + " " + row.getString(2) + " "
                                + row.getBigDecimal(3).toPlainString());
    }

    /** A route that leaves streams as they come. */
    private static String uncached(String... parameters) {
        return SinkRoute.of("in", parameters).replace("id: in\n", "id: in\n    streamCache: false\n");
    }
}
