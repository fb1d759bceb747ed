package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Response;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response that is not a JSON document is named for what it is, with what to change, and no switch of a library. */
class UnreadableBodyTest {

    private static final String RECORD = "{\"id\":1,\"updatedAt\":\"2024-01-15T10:00:01Z\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"data\":[{\"id\":NaN}]} | has NaN at byte | send null",
                "application/json | {\"data\":[{\"id\":-Infinity}]} | has -Infinity at byte | send null",
                "application/json | {\"data\":[{\"id\":Infinity}]} | has Infinity at byte | send null",
                "application/json | {\"data\":[{\"id\":+1}]} | at byte | plus sign",
                "application/json | {\"data\":[{\"id\":1}] // done\\n} | at byte | comment",
                "application/json | {'data':[]} | at byte | double-quote",
                "application/json | {\"data\":[{\"id\":1} | it ends at byte | in the middle",
                "application/json | {\"id\":1}\\n{\"id\":2}\\n | NDJSON (JSON Lines) | single JSON document",
                "application/x-ndjson | {\"id\":1}\\n{\"id\":2}\\n | NDJSON (JSON Lines) | set format to ndjson",
                "application/jsonl; charset=utf-8 | {\"id\":1}\\n | NDJSON (JSON Lines) | single JSON document",
                "application/json | [{\"id\":1}]\\n[{\"id\":2}]\\n | NDJSON (JSON Lines) | set format to ndjson",
                "text/html; charset=utf-8 | <!DOCTYPE html>\\n<html><body>Sign in</body></html> | is HTML, not JSON | url",
                "text/html | <p>Hello</p> | is HTML, not JSON | url",
                "application/json | \uFEFF <html></html> | is HTML, not JSON | client",
                "application/xml | <?xml version=\"1.0\"?><data/> | is XML, not JSON | headers.Accept",
                "application/json | \uFEFF\uFEFF{\"data\":[]} | has a byte order mark at byte | very start",
                "application/json | {\"data\":\uFEFF[]} | has a byte order mark at byte | very start",
                "text/csv; charset=utf-8 | id,name | is CSV, not JSON | set format to csv",
                "text/plain | id,name | not a complete JSON document | text/plain",
                "text/plain | 28 | a number at `.` | recordsPath",
            })
    void isNamed(String type, String body, String what, String change) {
        String error = error(type, "200 OK", "", body.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(error)
                .contains(what, change)
                .doesNotContain("Feature", "ALLOW", "enable", "Source", "REDACTED", "Constraints", "Exception");
    }

    @Test
    void aByteThatIsNotUtf8IsNamed() {
        byte[] body = ("{\"data\":[" + RECORD + ",\"name\":\"\u00e4\"}]}").getBytes(Charset.forName("ISO-8859-1"));

        assertThat(error("application/json", "200 OK", "", body))
                .contains("is not UTF-8 at byte 6", "have the API send UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"br", "zstd", "compress", "exi"})
    void aCompressionThatWasNotRequestedIsNamed(String encoding) {
        byte[] body = {(byte) 0x8b, 0x05, (byte) 0x80, 0x7b, 0x7d, 0x03, 0x11};

        assertThat(error("application/json", "200 OK", "Content-Encoding: " + encoding + "\r\n", body))
                .contains("compressed with `" + encoding + "`", "not requested", "gzip");
    }

    @Test
    void aCompressionThatIsNotDeclaredIsNamed() {
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x04, 0x00};

        assertThat(error("application/json", "200 OK", "", zstd)).contains("compressed with zstd", "gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"job\":17,\"state\":\"running\"}", "{\"data\":null}", "{\"data\":[]}", "{}", "``", "Accepted"})
    void aResponseThatIsNotReadyIsNamedAndNeverAnEmptyList(String body) {
        assertThat(error("application/json", "202 Accepted", "", body.getBytes(StandardCharsets.UTF_8)))
                .contains("202 Accepted", "not ready yet", "url");
    }

    @Test
    void recordsUnderStatus202AreRecords() {
        assertThat(error(
                        "application/json",
                        "202 Accepted",
                        "",
                        ("{\"data\":[" + RECORD + "}]}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100000 | exceeds a limit",
                "9000000 | exceeds a limit",
            })
    void whatIsTooLargeIsNamed(int length, String what) {
        String body = length < 1_000_000
                ? "{\"data\":" + "[".repeat(length)
                : "{\"data\":[{\"x\":\"" + "x".repeat(length) + "\"}]}";

        assertThat(error("application/json", "200 OK", "", body.getBytes(StandardCharsets.UTF_8)))
                .contains(what)
                .doesNotContain("Stream", "getMax", "`Str");
    }

    private static String error(String type, String status, String headers, byte[] body) {
        try (RawApi api = new RawApi(call -> call.send("HTTP/1.1 " + status + "\r\nContent-Type: " + type
                                + "\r\nConnection: close\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                        .send(body));
                SyncBench bench = new SyncBench(request -> Response.text(500, ""))) {
            SyncResult result = bench.sync(
                    bench.source("timestamp", "emptyWhenMissing", "true").with("url", api.url()));
            return String.valueOf(result.error());
        }
    }
}
