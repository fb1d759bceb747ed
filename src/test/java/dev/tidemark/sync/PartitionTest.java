package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One source with many cursors: the records below each parent. */
class PartitionTest {

    private final Map<Integer, List<Map<String, Object>>> users = new TreeMap<>();
    private final Set<Integer> broken = new HashSet<>();
    private final SyncBench bench = new SyncBench(this::respond);

    @AfterEach
    void close() {
        bench.close();
    }

    private Response respond(TestApi.Request request) {
        int user = Integer.parseInt(request.path().replaceAll("\\D", ""));
        if (broken.contains(user)) {
            return Response.text(500, "{}");
        }
        List<Map<String, Object>> orders = users.get(user);
        return orders == null
                ? Response.text(404, "{}")
                : Response.of(Map.of("data", Records.after(orders, request.get("since"))));
    }

    private void users(int count) {
        for (int user = 1; user <= count; user++) {
            users.put(user, new ArrayList<>(List.of(order(user, 1, 10), order(user, 2, 20 + user))));
        }
    }

    private List<Map<String, Object>> ordersOf(int user) {
        return Objects.requireNonNull(users.get(user));
    }

    private static Map<String, Object> order(int user, int number, int second) {
        return Records.record(
                100L * user + number, Records.START.plusSeconds(second).toString());
    }

    /** The users are rows of a table. */
    private SourceYaml orders(int count, Object... parameters) {
        bench.database().jdbc().execute("create table if not exists \"user\" (\"id\" bigint primary key)");
        for (int user = 1; user <= count; user++) {
            bench.database().jdbc().update("merge into \"user\" values (?)", user);
        }
        return bench.source("timestamp", parameters)
                .with("url", bench.api().url("/users/{user_id}/orders"))
                .with("partitionQuery", "select \"id\" as \"user_id\" from \"user\"");
    }

    private List<StoredPartition> partitions() {
        return bench.database().states().partitions().all("records");
    }

    @Test
    void eachParentHasItsOwnCursorAndItsValueInItsRecords() {
        users(3);
        SyncResult first = bench.sync(orders(3));

        assertThat(first.error()).isNull();
        assertThat(first.rowsWritten()).isEqualTo(6);
        assertThat(first.state()).hasToString("{\"partitions\":true}");
        assertThat(bench.column("user_id", Long.class)).containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
        assertThat(partitions())
                .extracting(each -> each.partition().values() + " " + each.state())
                .containsExactlyInAnyOrder(
                        "{\"user_id\":1} {\"last_timestamp\":\"2024-01-15T10:00:21Z\"}",
                        "{\"user_id\":2} {\"last_timestamp\":\"2024-01-15T10:00:22Z\"}",
                        "{\"user_id\":3} {\"last_timestamp\":\"2024-01-15T10:00:23Z\"}");
    }

    /** One cursor for all parents would pass over what is older than the newest record of another one. */
    @Test
    void aCursorNeverTakesTheValueOfAnotherParent() {
        users(3);
        ordersOf(3).add(order(3, 9, 1000));
        bench.sync(orders(3));
        ordersOf(1).add(order(1, 3, 30));

        SyncResult second = bench.sync(orders(3));

        assertThat(second.error()).isNull();
        assertThat(second.rowsWritten()).isEqualTo(1);
        assertThat(bench.rows()).isEqualTo(8);
        assertThat(partitions())
                .extracting(each -> Objects.requireNonNull(each.state())
                        .path("last_timestamp")
                        .asText())
                .containsExactlyInAnyOrder("2024-01-15T10:00:30Z", "2024-01-15T10:00:22Z", "2024-01-15T10:16:40Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void theSecondSyncRequestsEachParentOnceAndWritesNothing(int workers) {
        users(40);
        bench.sync(orders(40, "workers", workers));
        int before = bench.api().requests().size();

        SyncResult second = bench.sync(orders(40, "workers", workers));

        assertThat(second.error()).isNull();
        assertThat(second.rowsWritten()).isZero();
        assertThat(second.rowsUnchanged()).isEqualTo(40);
        assertThat(bench.api().requests().size() - before).isEqualTo(40);
        assertThat(bench.database().count("tidemark_ranges")).isZero();
    }

    @Test
    void missingParentsAreSkippedAndRequestedAgainADayLater() {
        users(100);
        List.of(7, 50, 99).forEach(users::remove);

        SyncResult first = bench.sync(orders(100));

        assertThat(first.error()).isNull();
        assertThat(first.rowsWritten()).isEqualTo(97 * 2);
        assertThat(first.warnings())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("3 of its 100 partitions are not there (404 or 410)", "user_id=");
        assertThat(partitions())
                .filteredOn(each -> each.status() == StoredPartition.Status.GONE)
                .extracting(each -> each.partition().values().path("user_id").asInt())
                .containsExactlyInAnyOrder(7, 50, 99);
        int before = bench.api().requests().size();
        assertThat(bench.sync(orders(100)).error()).isNull();
        assertThat(bench.api().requests().size() - before).isEqualTo(97);

        bench.database()
                .jdbc()
                .update("update tidemark_partitions set synced_at = timestamp '2024-01-01 00:00:00'"
                        + " where status = 'gone'");
        users.put(50, new ArrayList<>(List.of(order(50, 1, 5))));
        SyncResult third = bench.sync(orders(100));
        assertThat(third.error()).isNull();
        assertThat(third.rowsWritten()).isEqualTo(1);
    }

    @Test
    void aSyncFailsWhenMoreThanHalfOfTheParentsAreNotThere() {
        users(40);

        SyncResult result = bench.sync(orders(100));

        assertThat(result.error())
                .contains(
                        "more than half of its 100 partitions are not there", "user_id=", "404", "/users/", "/orders");
        assertThat(partitions()).noneMatch(each -> each.status() == StoredPartition.Status.GONE);
    }

    @Test
    void aFailingParentHoldsUpNoOther() {
        users(30);
        broken.add(5);

        SyncResult result = bench.sync(orders(30));

        assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(result.error()).contains("1 of 30 partitions failed", "user_id=5", "500", "/users/5/orders");
        assertThat(result.rowsWritten()).isEqualTo(29 * 2);
        assertThat(partitions())
                .filteredOn(each -> each.status() == StoredPartition.Status.FAILED)
                .singleElement()
                .satisfies(each -> assertThat(each.error()).contains("500"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void tenFailuresAlikeInARowEndTheSync(int workers) {
        AtomicInteger asked = new AtomicInteger();
        try (SyncBench away = new SyncBench(request -> {
            asked.incrementAndGet();
            return Response.text(500, "{}");
        })) {
            away.database().jdbc().execute("create table \"user\" as select x as \"id\" from system_range(1, 1000)");
            SyncResult result = away.sync(away.source("timestamp", "workers", workers)
                    .with("url", away.api().url("/users/{user_id}/orders"))
                    .with("partitionQuery", "select \"id\" as \"user_id\" from \"user\""));

            assertThat(result.error()).contains("10 partitions in a row failed alike", "500");
            assertThat(asked.get()).isBetween(10, 9 + 4 * workers);
        }
    }

    @Test
    void aRefusedLoginEndsTheSyncAtOnce() {
        AtomicInteger asked = new AtomicInteger();
        try (SyncBench closed = new SyncBench(request -> {
            asked.incrementAndGet();
            return Response.text(401, "{}");
        })) {
            SyncResult result = closed.sync(closed.source("timestamp")
                    .with("url", closed.api().url("/{region}/orders"))
                    .with("partitions", "region=a,b,c,d,e,f,g,h,i,j,k,l"));

            assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(result.error()).contains("401");
            assertThat(asked.get()).isEqualTo(1);
        }
    }

    @Test
    void aStateWithoutPartitionsIsRefused() {
        users(1);
        bench.sync(bench.source("timestamp").with("url", bench.api().url("/users/1/orders")));

        assertThat(bench.sync(orders(1)).error()).contains("without partitions", "state reset records");
        bench.database().states().remove("records");
        assertThat(bench.sync(orders(1)).error()).isNull();
        assertThat(bench.sync(bench.source("timestamp").with("url", bench.api().url("/users/1/orders")))
                        .error())
                .contains("for each partition", "state reset records");
    }

    @Test
    void noParentsAreASuccess() {
        SyncResult result = bench.sync(orders(0));

        assertThat(result.error()).isNull();
        assertThat(result.rowsRead()).isZero();
    }

    @Test
    void aDryRunReadsEachParentAndStoresNothing() {
        users(3);

        SyncResult result = bench.sync(orders(3), Map.of("options", new SyncOptions(true, null, null)));

        assertThat(result.error()).isNull();
        assertThat(result.rowsRead()).as("two, and the last one again").isEqualTo(3 * 3);
        assertThat(result.rowsWritten()).isZero();
        assertThat(bench.database().tables())
                .noneMatch(table -> table.toLowerCase(Locale.ROOT).contains("tidemark"));
    }

    @Test
    void aBackfillWritesItsRangeOfEachParentAndMovesNoCursor() {
        users(3);
        bench.sync(orders(3));
        users.values().forEach(orders -> orders.forEach(order -> order.put("name", "renamed")));
        List<StoredPartition> before = partitions();
        SyncOptions backfill = new SyncOptions(
                false,
                Records.START.plusSeconds(5).toString(),
                Records.START.plusSeconds(15).toString());

        SyncResult result = bench.sync(orders(3), Map.of("options", backfill));

        assertThat(result.error()).isNull();
        assertThat(result.rowsWritten()).as("the first of each").isEqualTo(3);
        assertThat(bench.column("name", String.class))
                .filteredOn("renamed"::equals)
                .hasSize(3);
        assertThat(partitions()).isEqualTo(before);
    }

    @Test
    void aPreviewReportsParentsThatFail() {
        users(12);
        broken.add(5);

        SyncResult result = bench.sync(orders(12), Map.of("options", new SyncOptions(true, null, null)));

        assertThat(result.error()).contains("1 of 12 partitions failed", "user_id=5", "500");
        assertThat(result.rowsRead()).isEqualTo(11 * 3);
    }

    /** A relative link is relative to the first request of its own partition. */
    @Test
    void linksOfOneParentNeverLeadToAnother() {
        users(12);
        try (SyncBench links = new SyncBench(request -> {
            int user = Integer.parseInt(request.path().replaceAll("\\D", ""));
            int page = request.number("page", 1);
            Map<String, Object> body =
                    new HashMap<>(Map.of("data", List.of(ordersOf(user).get(page - 1))));
            body.put("next_page_url", page == 1 ? "?page=2" : null);
            return Response.of(body);
        })) {
            SyncResult result = links.sync(links.source("next-url", "workers", 4)
                    .with("url", links.api().url("/users/{user_id}/orders"))
                    .with("partitions", "user_id=1,2,3,4,5,6,7,8,9,10,11,12"));

            assertThat(result.error()).isNull();
            assertThat(links.rows()).isEqualTo(24);
            assertThat(links.column("user_id", String.class))
                    .isEqualTo(links.column("id", Long.class).stream()
                            .map(id -> Long.toString(id / 100))
                            .toList());
        }
    }

    /** A new parent has no cursor, and would create the table again for its own rows alone. */
    @Test
    void aTableThatIsGoneIsNoticedAlsoWhenAParentIsNew() {
        users(3);
        bench.sync(orders(3));
        bench.database().jdbc().execute("drop table \"records\"");
        users(4);

        assertThat(bench.sync(orders(4)).error()).contains("the table records does not exist", "state reset records");
        assertThat(bench.sync(orders(4)).error()).contains("the table records does not exist");
        assertThat(bench.rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aQuotaThatIsUsedUpStopsTheSync(boolean preview) {
        AtomicInteger requests = new AtomicInteger();
        try (SyncBench limited = new SyncBench(request -> requests.incrementAndGet() > 5
                ? Response.text(429, "{}").with("Retry-After", "100000")
                : Response.text(404, "{}"))) {
            SourceYaml source = limited.source("timestamp")
                    .with("url", limited.api().url("/{region}/orders"))
                    .with("partitions", "region=a,b,c,d,e,f,g,h");
            SyncResult result =
                    limited.sync(source, preview ? Map.of("options", new SyncOptions(true, null, null)) : Map.of());

            assertThat(result.status()).isEqualTo(SyncResult.Status.STOPPED);
            assertThat(requests).hasValue(6);
            if (!preview) {
                assertThat(limited.database().states().partitions().all("records"))
                        .as("are not requested first again")
                        .filteredOn(each -> each.status() == StoredPartition.Status.GONE)
                        .hasSize(5);
            }
        }
    }
}
