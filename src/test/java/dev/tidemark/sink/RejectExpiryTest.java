package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectExpiryTest {

    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void oldRejectsAreDeletedInBatchesAndYoungerOnesStay(DatabaseKind kind) {
        try (TestDatabase database = TestDatabase.open(kind)) {
            AtomicReference<Instant> time = new AtomicReference<>(NOW);
            RejectExpiry expiry = new RejectExpiry(List.of(database.dataSource()), Duration.ofDays(90), time::get);
            expiry.ended(result(SyncResult.Status.OK));
            assertThat(database.exists("tidemark_rejects")).isFalse();
            new RejectTable(database.dataSource()).createTable();
            add(database, 1005, NOW.minus(Duration.ofDays(91)));
            add(database, 3, NOW.minus(Duration.ofDays(89)));
            time.set(NOW.plus(Duration.ofHours(2)));

            expiry.ended(result(SyncResult.Status.FAILED));
            assertThat(database.count("tidemark_rejects")).isEqualTo(1008);
            expiry.ended(result(SyncResult.Status.OK));
            assertThat(database.count("tidemark_rejects")).as("after a batch").isEqualTo(8);
            expiry.ended(result(SyncResult.Status.OK));
            assertThat(database.count("tidemark_rejects")).isEqualTo(3);

            add(database, 1, NOW.minus(Duration.ofDays(100)));
            expiry.ended(result(SyncResult.Status.OK));
            assertThat(database.count("tidemark_rejects")).as("not yet again").isEqualTo(4);
        }
    }

    private static void add(TestDatabase database, int count, Instant rejected) {
        LocalDateTime at = LocalDateTime.ofInstant(rejected, ZoneOffset.UTC);
        database.jdbc()
                .batchUpdate(
                        "insert into tidemark_rejects (id, source, table_name, reason, record, rejected_at)"
                                + " values (?, 'users', 'user', 'r', '{}', ?)",
                        IntStream.range(0, count)
                                .mapToObj(number -> new Object[] {rejected + "-" + number, at})
                                .toList());
    }

    private static SyncResult result(SyncResult.Status status) {
        return new SyncResult(SyncStart.now("users", "timestamp"), status, RowCounts.NONE, null, 0, null, List.of());
    }
}
