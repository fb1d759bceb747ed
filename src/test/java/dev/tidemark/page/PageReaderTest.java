package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.strategy.TimestampStrategy;
import dev.tidemark.sync.SyncRun;
import dev.tidemark.sync.SyncSteps;
import dev.tidemark.testing.CachedBytes;
import dev.tidemark.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page is read to its end before any of it is handed out, and then handed out in chunks. */
class PageReaderTest {

    private static final int CHUNK = 3;

    private final TestDatabase database = TestDatabase.open();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final SyncSteps steps = new SyncSteps();
    private final PageReader reader = new PageReader();

    @BeforeEach
    void begin() {
        context.getRegistry().bind("states", database.states());
        context.start();
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setCursorField("at");
        steps.setSource("users");
        steps.setStrategy(strategy);
        steps.begin(exchange);
        SyncRun.of(exchange).pages().next();
        reader.setChunkSize(CHUNK);
    }

    @AfterEach
    void end() {
        steps.fail(exchange);
        context.stop();
        database.assertIdle();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 7, 100})
    void chunksHoldAllRecordsInOrderAndNoMoreThanTheirSize(int records) throws IOException {
        List<List<Map<String, @Nullable Object>>> chunks = chunks(page(records));
        assertThat(flat(chunks))
                .extracting(row -> row.get("id"))
                .containsExactlyElementsOf(IntStream.range(0, records).boxed().toList());
        for (int i = 0; i < chunks.size(); i++) {
            int left = records - i * CHUNK;
            assertThat(chunks.get(i)).hasSize(Math.min(CHUNK, left));
        }
    }

    @Test
    void recordsReadAgainFromTheSpoolAreTheSameAsThoseKeptInMemory() throws IOException {
        String odd = "{\"id\":9223372036854775808,\"at\":\"2024-01-15T10:00:00Z\",\"exact\":0.10000000000000000001,"
                + "\"money\":1.50,\"big\":1e30,\"none\":null,\"yes\":true,\"list\":[1,{\"a\":[]}],"
                + "\"text\":\"é😀\\u0000\\n\\\"\",\"nested\":{\"data\":[{\"id\":1}]}}";
        String body = "{\"before\":{\"data\":[1,2]},\"data\":[" + String.join(",", List.of(odd, odd, odd))
                + "],\"after\":[3]}";

        reader.setChunkSize(10);
        List<Map<String, @Nullable Object>> inMemory = flat(chunks(body));
        reader.setChunkSize(1);
        List<List<Map<String, @Nullable Object>>> spooled = chunks(body);

        assertThat(spooled).hasSize(3);
        assertThat(flat(spooled)).isEqualTo(inMemory);
        Map<String, @Nullable Object> record = inMemory.get(0);
        assertThat(record.get("id")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(record.get("exact")).isEqualTo(new BigDecimal("0.10000000000000000001"));
        assertThat(record.get("money")).hasToString("1.50");
        assertThat(record).containsKey("none").containsEntry("yes", true);
        assertThat(record.get("text")).isEqualTo("é😀\u0000\n\"");
    }

    @Test
    void theResponseIsLetGoOfWithItsChunks() throws IOException {
        for (int records : new int[] {0, CHUNK, 10}) {
            Kept body = new Kept(page(records), false);
            exchange.getMessage().setBody(body);
            Iterator<List<Map<String, @Nullable Object>>> chunks = reader.chunks(exchange);
            assertThat(body.closed).isFalse();
            assertThat(flat(collect(chunks))).hasSize(records);
            ((Closeable) chunks).close();
            assertThat(body.closed).as("of " + records).isTrue();
        }
    }

    @Test
    void aResponseThatCannotBeDeletedDoesNotFailItsChunks() throws IOException {
        exchange.getMessage().setBody(new Kept(page(10), true));
        Iterator<List<Map<String, @Nullable Object>>> chunks = reader.chunks(exchange);
        assertThat(flat(collect(chunks))).hasSize(10);
        ((Closeable) chunks).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50})
    void halfADocumentHandsOutNothingWhereverItBreaksOff(int records) {
        String whole = page(records);
        for (int length = 0; length < whole.length(); length += 1 + whole.length() / 200) {
            String half = whole.substring(0, length);
            assertThatThrownBy(() -> read(half)).as(half).isInstanceOf(PageException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | no body",
                "`  ` | no body",
                "<html><body>Please log in</body></html> | is HTML, not JSON",
                "{\"data\":[]}{\"data\":[]} | continues after the end",
                "{\"data\":[]} trailing | not a complete JSON document",
                "{\"data\":[{\"id\":1,\"at\":NaN}]} | has NaN at byte",
                "{\"data\":[{\"id\":1,\"id\":2}]} | Duplicate field 'id'",
                "{\"data\":[{\"id\":1,\"n\":{\"a\":1,\"a\":2}}]} | Duplicate field 'a'",
                "{\"data\":[{\"id\":1}],\"data\":[]} | Duplicate field 'data'",
                "{\"other\":{\"a\":1,\"a\":2},\"data\":[]} | Duplicate field 'a'",
                "{\"data\":{\"id\":1}} | an object at `data`",
                "{\"data\":\"[]\"} | a text at `data`",
                "{\"items\":[]} | no array at `data`",
                "[{\"id\":1}] | no array at `data`",
                "{\"data\":[{\"id\":1},2]} | record 2 is a number",
                "{\"data\":[null]} | record 1 is null",
                "{\"data\":[[{\"id\":1}]]} | record 1 is an array",
                "{\"data\":[{'id':1}]} | not a complete JSON document",
            })
    void aResponseOfAnotherShapeHandsOutNothingAndSaysWhatWasFound(String body, String told) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/html");
        assertThatThrownBy(() -> read(body)).isInstanceOf(PageException.class).hasMessageContaining(told);
        String behindAChunk =
                body.replace("[{\"id\":1", page(10).replace("{\"data\":", "").replace("]}", "") + ",{\"id\":1");
        assertThatThrownBy(() -> read(behindAChunk)).isInstanceOf(PageException.class);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(20_000);
        assertThatThrownBy(() -> read("{\"data\":[{\"id\":" + deep)).isInstanceOf(PageException.class);
        assertThatThrownBy(() -> read("{\"other\":" + deep)).isInstanceOf(PageException.class);
    }

    @Test
    void aMessageQuotesLittleOfTheResponseAndNoControlCharacters() {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/html\r\n2026 INFO forged");
        assertThatThrownBy(() -> read("\u001b[31m" + "secret".repeat(100)))
                .message()
                .hasSizeLessThan(600)
                .doesNotContain("\n", "\r", "\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ". | [%s]",
                "d.results | {\"results\":[1],\"d\":{\"x\":{\"results\":1},\"results\":[%s]}}",
                "/d.results | {\"d\":{\"results\":1},\"d.results\":[%s]}",
                "/a~1b/c~0d | {\"a/b\":{\"c~d\":[%s]}}",
            })
    void recordsAreFoundAtDottedPathsPointersAndTheRoot(String path, String body) throws IOException {
        reader.setRecordsPath(path);
        for (int records : new int[] {1, 10}) {
            String array = page(records).replaceFirst("\\{\"data\":\\[", "").replaceFirst("]}$", "");
            assertThat(flat(chunks(String.format(body, array)))).hasSize(records);
        }
    }

    @Test
    void anErrorUnderStatus200HandsOutNothing() throws IOException {
        reader.setErrorPath("error.message");
        assertThat(flat(chunks("{\"error\":{\"message\":null},\"data\":[" + record(1) + "]}")))
                .hasSize(1);
        for (String none : new String[] {"false", "\"\"", "[]", "{}"}) {
            assertThat(flat(chunks("{\"error\":{\"message\":" + none + "},\"data\":[" + record(1) + "]}")))
                    .hasSize(1);
        }
        assertThat(flat(chunks("{\"error\":null,\"data\":[" + record(1) + "]}")))
                .hasSize(1);
        for (String body : List.of(
                "{\"error\":{\"message\":\"quota used up\"},\"data\":[]}",
                "{\"data\":[" + record(1) + "],\"error\":{\"message\":\"quota used up\"}}",
                "{\"error\":{\"message\":\"quota used up\"}}")) {
            assertThatThrownBy(() -> read(body))
                    .isInstanceOf(PageException.class)
                    .hasMessageContainingAll("error.message", "quota used up");
        }
    }

    @Test
    void aByteOrderMarkAndOtherUnicodeEncodingsAreRead() throws IOException {
        exchange.getMessage().setBody(new ByteArrayInputStream(("\uFEFF" + page(1)).getBytes(StandardCharsets.UTF_8)));
        assertThat(collect(reader.chunks(exchange))).hasSize(1);
        exchange.getMessage().setBody(new ByteArrayInputStream(page(10).getBytes(StandardCharsets.UTF_16BE)));
        assertThat(flat(collect(reader.chunks(exchange)))).hasSize(10);
        exchange.getMessage()
                .setBody(new ByteArrayInputStream(
                        "{\"data\":[{\"id\":\"\u00ff\"}]}".getBytes(StandardCharsets.ISO_8859_1)));
        assertThatThrownBy(() -> reader.chunks(exchange)).isInstanceOf(PageException.class);
    }

    private Iterator<List<Map<String, @Nullable Object>>> read(String body) throws IOException {
        exchange.getMessage().setBody(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        return reader.chunks(exchange);
    }

    private List<List<Map<String, @Nullable Object>>> chunks(String body) throws IOException {
        return collect(read(body));
    }

    private static List<List<Map<String, @Nullable Object>>> collect(
            Iterator<List<Map<String, @Nullable Object>>> chunks) {
        List<List<Map<String, @Nullable Object>>> all = new ArrayList<>();
        chunks.forEachRemaining(all::add);
        return all;
    }

    private static List<Map<String, @Nullable Object>> flat(List<List<Map<String, @Nullable Object>>> chunks) {
        return chunks.stream().flatMap(List::stream).toList();
    }

    private static String page(int records) {
        return "{\"data\":["
                + IntStream.range(0, records).mapToObj(PageReaderTest::record).collect(Collectors.joining(",")) + "]}";
    }

    private static String record(int id) {
        return "{\"id\":" + id + ",\"at\":\"2024-01-15T10:00:00Z\"}";
    }

    /** A response as the client keeps it. */
    private static final class Kept extends CachedBytes {

        private final boolean stays;
        private boolean closed;

        /** @param stays whether it cannot be deleted */
        Kept(String text, boolean stays) {
            super(text.getBytes(StandardCharsets.UTF_8));
            this.stays = stays;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            if (stays) {
                throw new IOException("it stays");
            }
        }
    }
}
