package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncHistoryTest {

    private static final Instant NOON = Instant.parse("2025-06-01T12:00:00.123456Z");

    private final TestDatabase database = TestDatabase.open();

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void aSyncIsReadBackAsItWas() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);
        SyncResult sync = sync("users", 1, false, SyncResult.Status.FAILED, "page 2: it broke");

        history.add(sync);

        assertThat(history.newest("users", 10)).containsExactly(sync);
        assertThat(history.newest()).isEqualTo(Map.of("users", sync.start().at()));
        assertThat(history.lastSuccess("users")).isEmpty();
        assertThat(history.newest("orders", 10)).isEmpty();
    }

    @Test
    void theNewestOfEachSourceAreKept() {
        SyncHistory history = new SyncHistory(database.dataSource(), 3);
        history.add(sync("orders", 0, false, SyncResult.Status.OK, null));
        for (int number = 0; number < 5; number++) {
            history.add(sync("users", number, false, SyncResult.Status.OK, null));
        }

        assertThat(database.jdbc()
                        .queryForList("select id from tidemark_syncs order by source, started_at", String.class))
                .containsExactly("orders-0", "users-2", "users-3", "users-4");

        new SyncHistory(database.dataSource(), 1).add(sync("users", 5, false, SyncResult.Status.OK, null));

        assertThat(database.jdbc()
                        .queryForList("select id from tidemark_syncs order by source, started_at", String.class))
                .containsExactly("orders-0", "users-5");
    }

    @Test
    void aBackfillIsKeptAndSaysNothingOfHowTheSourceIs() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);
        history.add(sync("users", 1, false, SyncResult.Status.OK, null));
        history.add(sync("users", 2, false, SyncResult.Status.FAILED, "it broke"));
        history.add(sync("users", 3, true, SyncResult.Status.OK, null));

        assertThat(history.newest("users", 1))
                .extracting(sync -> sync.start().id())
                .containsExactly("users-2");
        assertThat(history.lastSuccess("users")).map(sync -> sync.start().id()).contains("users-1");
        assertThat(database.count("tidemark_syncs")).isEqualTo(3);
    }

    @Test
    void aStateInTheHistoryThatIsNotJsonHidesNoSync() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);
        history.add(sync("users", 1, false, SyncResult.Status.OK, null));
        database.jdbc().update("update tidemark_syncs set state_after = '{\"last_timestamp\":'");

        assertThat(history.newest("users", 10)).singleElement().satisfies(sync -> {
            assertThat(sync.rowsRead()).isEqualTo(7);
            assertThat(sync.state()).isNull();
        });
    }

    @Test
    void tableOfAnEarlierVersionGetsTheColumnThatItLacks() {
        new SyncHistory(database.dataSource(), 10).add(sync("users", 1, false, SyncResult.Status.OK, null));
        database.jdbc().execute("alter table tidemark_syncs drop column rows_filtered");
        SyncHistory history = new SyncHistory(database.dataSource(), 10);

        history.add(sync("users", 2, false, SyncResult.Status.OK, null));

        assertThat(history.newest("users", 2))
                .extracting(SyncResult::rowsFiltered)
                .containsExactly(1L, 0L);
    }

    @Test
    void anErrorOfAnyLengthIsCutToTheColumn() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);

        history.add(sync("users", 1, false, SyncResult.Status.FAILED, "x".repeat(5000)));

        assertThat(history.newest("users", 1).get(0).error()).hasSize(1000).endsWith("x...");
    }

    private static SyncResult sync(
            String source, int number, boolean backfill, SyncResult.Status status, @Nullable String error) {
        return new SyncResult(
                new SyncStart(source + "-" + number, source, "timestamp", NOON.plusSeconds(number), 0, null, backfill),
                status,
                new RowCounts(7, 4, 1, 1, 1, 2),
                JdbcStateRepository.parse("{\"last_timestamp\":\"2025\"}"),
                0.005,
                error,
                List.of());
    }
}
