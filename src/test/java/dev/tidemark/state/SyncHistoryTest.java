package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.TestDatabase;
import java.time.Instant;
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
        PastSync sync = sync("users", 1, PastSync.SYNC, "failed", "page 2: it broke");

        history.add(sync);

        assertThat(history.newest("users", 10)).containsExactly(sync);
        assertThat(history.newest()).isEqualTo(Map.of("users", sync.started()));
        assertThat(history.lastSuccess("users")).isEmpty();
        assertThat(history.newest("orders", 10)).isEmpty();
    }

    @Test
    void theNewestOfEachSourceAreKept() {
        SyncHistory history = new SyncHistory(database.dataSource(), 3);
        history.add(sync("orders", 0, PastSync.SYNC, PastSync.OK, null));
        for (int number = 0; number < 5; number++) {
            history.add(sync("users", number, PastSync.SYNC, PastSync.OK, null));
        }

        assertThat(database.jdbc()
                        .queryForList("select id from tidemark_syncs order by source, started_at", String.class))
                .containsExactly("orders-0", "users-2", "users-3", "users-4");

        new SyncHistory(database.dataSource(), 1).add(sync("users", 5, PastSync.SYNC, PastSync.OK, null));

        assertThat(database.jdbc()
                        .queryForList("select id from tidemark_syncs order by source, started_at", String.class))
                .containsExactly("orders-0", "users-5");
    }

    @Test
    void aBackfillIsKeptAndSaysNothingOfHowTheSourceIs() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);
        history.add(sync("users", 1, PastSync.SYNC, PastSync.OK, null));
        history.add(sync("users", 2, PastSync.SYNC, "failed", "it broke"));
        history.add(sync("users", 3, PastSync.BACKFILL, PastSync.OK, null));

        assertThat(history.newest("users", 1)).extracting(PastSync::id).containsExactly("users-2");
        assertThat(history.lastSuccess("users")).map(PastSync::id).contains("users-1");
        assertThat(database.count("tidemark_syncs")).isEqualTo(3);
    }

    @Test
    void anErrorOfAnyLengthIsCutToTheColumn() {
        SyncHistory history = new SyncHistory(database.dataSource(), 10);

        history.add(sync("users", 1, PastSync.SYNC, "failed", "x".repeat(5000)));

        assertThat(history.newest("users", 1).get(0).error()).hasSize(1000).endsWith("x...");
    }

    private static PastSync sync(String source, int number, String kind, String status, @Nullable String error) {
        Instant started = NOON.plusSeconds(number);
        return new PastSync(
                source + "-" + number,
                source,
                kind,
                "timestamp",
                started,
                started.plusMillis(5),
                status,
                7,
                5,
                1,
                1,
                2,
                null,
                "{\"last_timestamp\":\"2025\"}",
                error);
    }
}
