package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalTest {

    private final TestClock clock = new TestClock();
    private final Playground playground = Playgrounds.start(Playgrounds.OPTIONS, clock);
    private final Client client = new Client(playground);

    @AfterEach
    void stop() {
        playground.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incremental/timestamp", "/incremental/replay"})
    void sinceIsExclusiveByDefault(String path) throws Exception {
        List<String> all = client.get(path).values("updatedAt");
        assertThat(all).hasSize(200).isSorted();

        String since = all.get(150);
        assertThat(client.get(path + "?since=" + since).values("updatedAt"))
                .isEqualTo(all.stream().filter(at -> at.compareTo(since) > 0).toList())
                .hasSizeLessThan(50);
        assertThat(client.get(path + "?boundary=inclusive&since=" + since).values("updatedAt"))
                .isEqualTo(all.stream().filter(at -> at.compareTo(since) >= 0).toList());
        assertThat(client.get(path + "?since=0001-01-01T00:00:00Z").data()).hasSize(200);
    }

    @Test
    void touchMakesExactlyThatManyNewerAndTheNextSinceReturnsThem() throws Exception {
        List<String> before = client.get("/incremental/timestamp").values("id");
        assertThat(client.post("/playground/touch?n=25", "").text()).isEqualTo("{\"touched\":25}");

        Client.Reply newer = client.get("/incremental/timestamp?since=2025-02-01T00:00:00Z");
        assertThat(newer.values("id")).hasSize(25).isSorted().isSubsetOf(before);
        assertThat(newer.values("updatedAt")).containsOnly("2025-06-01T12:00:00Z");
        assertThat(client.get("/incremental/timestamp").values("id"))
                .containsExactlyInAnyOrderElementsOf(before)
                .endsWith(newer.values("id").toArray(String[]::new));
    }

    @Test
    void touchChangesTheJobAndNothingElse() throws Exception {
        List<String> fields = List.of("id", "name", "email", "address", "company", "createdAt");
        client.post("/playground/touch?n=200", "");
        Client.Reply first = client.get("/incremental/timestamp");
        client.post("/playground/touch?n=200", "");
        Client.Reply second = client.get("/incremental/timestamp");

        for (String field : fields) {
            assertThat(second.values(field)).isEqualTo(first.values(field));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(second.values("job").get(i))
                    .isNotEqualTo(first.values("job").get(i));
        }
    }

    @Test
    void everyTouchIsLaterThanAllBeforeEvenIfTheClockGoesBack() throws Exception {
        playground.touch(3);
        playground.touch(4);
        clock.advance(Duration.ofDays(-1000));
        playground.touch(5);
        assertThat(client.get("/incremental/timestamp?since=2025-06-01T12:00:00Z")
                        .values("updatedAt"))
                .filteredOn("2025-06-01T12:00:02Z"::equals)
                .hasSize(5);
    }

    @Test
    void insertedUsersAreNewAndDeletedOnesAreGone() throws Exception {
        List<String> before = client.get("/incremental/timestamp").values("id");
        assertThat(client.post("/playground/insert?n=5", "").text()).isEqualTo("{\"inserted\":5}");
        Client.Reply inserted = client.get("/incremental/timestamp?since=2025-02-01T00:00:00Z");
        assertThat(inserted.values("id")).hasSize(5).doesNotContainAnyElementsOf(before);
        assertThat(inserted.values("createdAt")).containsOnly("2025-06-01T12:00:00Z");

        assertThat(client.post("/playground/delete?n=30", "").text()).isEqualTo("{\"deleted\":30}");
        assertThat(client.get("/incremental/timestamp").data()).hasSize(175);
        assertThat(client.get("/incremental/step?start_id=1&end_id=1000").data())
                .hasSize(175);
        assertThat(client.post("/playground/delete?n=1000", "").text()).isEqualTo("{\"deleted\":175}");
        assertThat(client.get("/incremental/timestamp").text()).isEqualTo("{\"data\":[]}");
    }

    @Test
    void stepReturnsTheUsersInARangeOfNumbers() throws Exception {
        Client.Reply reply = client.get("/incremental/step?start_id=11&end_id=15");
        assertThat(reply.values("number")).containsExactly("11", "12", "13", "14", "15");
        assertThat(client.get("/incremental/step?start_id=201&end_id=5000").data())
                .isEmpty();
        assertThat(client.get("/incremental/step?start_id=5&end_id=4").data()).isEmpty();
    }

    @Test
    void gapsLeaveRangesEmptyButLoseNobody() throws Exception {
        try (Playground gappy = Playgrounds.start(Playgrounds.OPTIONS.withGaps(true), clock)) {
            Client.Reply reply = new Client(gappy).get("/incremental/step?start_id=0&end_id=2000000000");
            TreeSet<Integer> numbers = new TreeSet<>();
            reply.values("number").forEach(number -> numbers.add(Integer.parseInt(number)));
            assertThat(numbers).hasSize(200);
            assertThat(numbers).anyMatch(number -> {
                Integer next = numbers.higher(number);
                return next != null && next - number > 2000;
            });
            assertThat(reply.values("id"))
                    .containsExactlyInAnyOrderElementsOf(
                            client.get("/incremental/timestamp").values("id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incremental/timestamp?since=2024-01-01T00:00:00.000Z",
                "/incremental/timestamp?since=2024-01-01T00:00:00%2B00:00",
                "/incremental/timestamp?since=2024-01-01",
                "/incremental/timestamp?since=%2B20240-01-01T00:00:00Z",
                "/incremental/timestamp?since=2024-02-30T00:00:00Z",
                "/incremental/timestamp?since=0000-01-01T00:00:00Z",
                "/incremental/timestamp?since=",
                "/history/users?since=yesterday",
            })
    void anyOtherFormOfSinceIsA400ThatShowsTheRightOne(String path) throws Exception {
        Client.Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains("since", "yyyy-MM-dd'T'HH:mm:ss'Z'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incremental/timestamp?limit=5",
                "/incremental/step?start_id=1&end_id=2&limit=5",
                "/pagination/keyset?limit=5",
                "/pagination/offset?offset=0&limit=5&limit=5",
                "/cursors/companies?limit=5",
                "/cursors/1/departments?limit=5",
                "/history/users?limit=5",
                "/auth/http_basic?limit=5",
            })
    void anUnknownOrRepeatedParameterIsA400ThatNamesIt(String path) throws Exception {
        Client.Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains("'limit'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/incremental/timestamp?boundary=both",
                "/incremental/step?start_id=1",
                "/incremental/step?start_id=-1&end_id=5",
                "/incremental/step?start_id=1&end_id=99999999999999999999",
                "/incremental/step?start_id=one&end_id=5",
            })
    void otherWrongValuesAreA400(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(400);
    }
}
