package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.SyncLease;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases for as long as syncs run, whatever else they do with the database. */
class HeldLeasesTest {

    private static final Duration TERM = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void leasesHoldWhileSyncsUseUpTheConnections(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.withPool(kind, 2);
                Leases leases = new Leases(new LeaseTable(database.stateAlone(), "here:1", TERM), TERM)) {
            leases.take("users");
            leases.take("orders");
            DataSource direct = Objects.requireNonNull(database.jdbc().getDataSource());
            LeaseTable others = new LeaseTable(direct, "there:2", TERM);
            Instant end = others.holder("users").map(SyncLease::until).orElseThrow();

            try (Connection one = database.pool().getConnection();
                    Connection two = database.pool().getConnection()) {
                assertThat(one).isNotSameAs(two);
                Eventually.await(
                        "two renewals of both",
                        TERM.multipliedBy(5),
                        () -> others.holders().values().stream()
                                        .filter(lease -> lease.until().isAfter(end.plusMillis(1)))
                                        .count()
                                == 2);
                assertThat(others.holders()).containsOnlyKeys("users", "orders");
            }
        }
    }
}
