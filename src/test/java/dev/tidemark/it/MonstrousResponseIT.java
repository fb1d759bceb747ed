package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses made to exhaust whoever reads them: a clear error, in the memory and on the disk that there is. */
final class MonstrousResponseIT {

    private static final int MEGABYTE = 1 << 20;

    private record Monster(HttpHandler api, List<String> says) {}

    static Stream<Named<Monster>> monsters() throws IOException {
        byte[] bomb = zeros(1000L * MEGABYTE);
        System.out.println("MonstrousResponseIT: 1000 MB of zeros are " + bomb.length + " bytes of gzip");
        return Stream.of(
                named("a gzip bomb", new Monster(exchange -> gzip(exchange, bomb), List.of("maxResponseBytes"))),
                named(
                        "10,000 nested arrays",
                        new Monster(
                                exchange -> FakeApi.respond(
                                        exchange,
                                        200,
                                        "application/json",
                                        "{\"data\":[{\"id\":\"1\",\"x\":" + "[".repeat(10_000)),
                                List.of("nesting depth"))),
                named("a body without an end", new Monster(MonstrousResponseIT::endless, List.of("maxResponseBytes"))),
                named(
                        "a text of 20 million characters",
                        new Monster(
                                exchange -> FakeApi.respond(
                                        exchange,
                                        200,
                                        "application/json",
                                        "{\"data\":[{\"id\":\"" + "x".repeat(20_000_000) + "\"}]}"),
                                List.of("String"))),
                named(
                        "an error of a gigabyte",
                        new Monster(
                                exchange -> {
                                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                                    exchange.sendResponseHeaders(404, bomb.length);
                                    exchange.getResponseBody().write(bomb);
                                },
                                List.of("404"))));
    }

    @ParameterizedTest
    @MethodSource("monsters")
    void isRefusedWithin128MegabytesOfHeap(Monster monster, @TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (FakeApi api = new FakeApi(monster.api())) {
            Workplace workplace = new Workplace(directory)
                    .javaOptions("-Xmx128m", "-Djava.io.tmpdir=" + temporary)
                    .set("tidemark.client.default.maxResponseBytes", "100MB")
                    .set("tidemark.client.default.maxRetries", "0")
                    .route("users.yaml", UserSource.of("users", api.url()).toString());

            Ended end = workplace.run("sync", "--json").expect(1);

            System.out.println("MonstrousResponseIT: " + end.time() + " "
                    + end.result().get("error").textValue());
            assertThat(end.result().get("error").textValue()).contains(monster.says());
            assertThat(end.result().get("rowsWritten").longValue()).isZero();
            assertThat(end.time()).isLessThan(Duration.ofMinutes(3));
            assertThat(temporary).isEmptyDirectory();
        }
    }

    private static byte[] zeros(long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16)) {
            byte[] block = new byte[MEGABYTE];
            for (long written = 0; written < length; written += block.length) {
                gzip.write(block);
            }
        }
        return out.toByteArray();
    }

    private static void gzip(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] blanks = " ".repeat(MEGABYTE).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(blanks);
            }
        }
    }
}
