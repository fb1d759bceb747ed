package dev.tidemark.playground;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlaygroundTest {

    private static final List<String> PATHS = List.of(
            "/incremental/timestamp",
            "/incremental/step?start_id=1&end_id=90",
            "/pagination/keyset",
            "/pagination/offset?order_by=createdAt",
            "/cursors/companies",
            "/cursors/1/departments",
            "/history/users");

    @Test
    void twoStartsWithTheSameOptionsGiveTheSameBytes() throws Exception {
        assertThat(responsesOf(Playgrounds.OPTIONS)).isEqualTo(responsesOf(Playgrounds.OPTIONS));
    }

    @Test
    void anotherSeedGivesOtherUsers() throws Exception {
        assertThat(responsesOf(Playgrounds.OPTIONS.withSeed(1)).get(0))
                .isNotEqualTo(responsesOf(Playgrounds.OPTIONS).get(0));
    }

    private static List<String> responsesOf(PlaygroundOptions options) throws Exception {
        try (Playground playground = Playgrounds.start(options, new TestClock())) {
            Client client = new Client(playground);
            playground.touch(7);
            playground.insert(3);
            playground.delete(5);
            Stream.Builder<String> responses = Stream.builder();
            for (String path : PATHS) {
                responses.add(client.get(path).text());
            }
            return responses.build().toList();
        }
    }

    @Test
    void usersHaveDistinctIdsAndUpdatesWithinAnHourOfCreation() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS)) {
            Client.Reply reply = new Client(playground).get("/incremental/timestamp");
            assertThat(reply.values("id")).hasSize(200).doesNotHaveDuplicates();
            for (JsonNode user : reply.data()) {
                Duration delay = Duration.between(instant(user, "createdAt"), instant(user, "updatedAt"));
                assertThat(delay).isBetween(Duration.ZERO, Duration.ofHours(1));
                assertThat(user.path("address").asText()).contains("\n");
            }
            assertThat(reply.values("createdAt"))
                    .isNotEqualTo(reply.values("createdAt").stream().sorted().toList());
        }
    }

    @Test
    void tiesGiveManyUsersTheSameUpdatedAt() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS.withTies(true))) {
            Client.Reply reply = new Client(playground).get("/incremental/timestamp");
            assertThat(reply.values("updatedAt").stream().distinct().count()).isEqualTo(5);
            List<String> firstTie = reply.values("id").subList(0, 40);
            assertThat(firstTie).isSorted();
        }
    }

    @Test
    void anUnknownPathIsA404() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS)) {
            Client client = new Client(playground);
            for (String path : List.of("/", "/incremental", "/incremental/timestamp/", "/cursors/3/departments")) {
                Client.Reply reply = client.get(path);
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.error()).contains(path);
            }
        }
    }

    @Test
    void aWrongMethodIsA405ThatNamesTheRightOne() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS)) {
            Client client = new Client(playground);
            Client.Reply reply = client.post("/pagination/offset", "");
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.error()).contains("GET");
            assertThat(reply.header("Allow")).isEqualTo("GET");
            assertThat(client.get("/playground/touch?n=1").status()).isEqualTo(405);
            assertThat(client.send("HEAD", "/pagination/offset", "").status()).isEqualTo(405);
        }
    }

    @Test
    void severalClientsAreServedAtOnceFromConsistentUsers() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS.withRecords(5_000))) {
            Client client = new Client(playground);
            List<CompletableFuture<Void>> readers = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 5; i++) {
                            Client.Reply reply = everyone(client);
                            assertThat(values(reply, "id")).hasSize(5_000).doesNotHaveDuplicates();
                            assertThat(values(reply, "updatedAt")).isSorted();
                        }
                    }))
                    .limit(4)
                    .toList();
            while (!readers.stream().allMatch(CompletableFuture::isDone)) {
                playground.touch(100);
            }
            for (CompletableFuture<Void> reader : readers) {
                reader.get();
            }
        }
    }

    private static Client.Reply everyone(Client client) {
        try {
            return client.get("/incremental/timestamp");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> values(Client.Reply reply, String field) {
        try {
            return reply.values(field);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void clientsThatLeaveHalfWayDoNotStopOthers() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS.withRecords(100_000))) {
            for (int i = 0; i < 40; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), playground.port())) {
                    socket.getOutputStream()
                            .write("GET /incremental/timestamp HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                    assertThat(socket.getInputStream().readNBytes(100)).startsWith("HTTP/1.1 200".getBytes(US_ASCII));
                }
            }
            assertThat(everyone(new Client(playground)).data()).hasSize(100_000);
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (Playground playground = Playground.start(Playgrounds.OPTIONS)) {
            assertThatThrownBy(() -> Playground.start(Playgrounds.OPTIONS.withPort(playground.port())))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(Integer.toString(playground.port()));
        }
    }

    @Test
    void aClosedPlaygroundFreesItsPort() throws Exception {
        Playground first = Playground.start(Playgrounds.OPTIONS);
        first.close();
        try (Playground second = Playground.start(Playgrounds.OPTIONS.withPort(first.port()))) {
            assertThat(new Client(second).get("/cursors/companies").status()).isEqualTo(200);
        }
    }

    private static Instant instant(JsonNode user, String field) {
        return Instant.parse(user.path(field).asText());
    }
}
