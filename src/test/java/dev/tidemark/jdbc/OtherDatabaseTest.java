package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.database.DatabaseClock;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database that Tidemark knows nothing of but the standard, and in which nothing is selected without a table. */
class OtherDatabaseTest {

    private final DatabaseKind.Address address =
            new DatabaseKind.Address("jdbc:hsqldb:mem:" + UUID.randomUUID(), "sa", "", "shutdown");
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void reset() {
        TimeZone.setDefault(zone);
    }

    @Test
    void itsClockIsRead() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try (SourceDatabase warehouse = new SourceDatabase(address)) {
            DatabaseClock clock = new DatabaseClock(warehouse.dataSource());

            assertThat(clock.now()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            assertThat(clock.now()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidAtOnce() {
        DatabaseClock clock = new DatabaseClock(new DriverManagerDataSource("jdbc:hsqldb:hsql://127.0.0.1:1/x"));

        assertThatThrownBy(clock::now).hasMessageNotContaining("clock");
    }

    @Test
    void aSourceReadsItsChanges() {
        try (SourceDatabase warehouse = new SourceDatabase(address);
                TestDatabase destination = TestDatabase.open()) {
            warehouse.jdbc().execute("create table t (id bigint primary key, name varchar(20), updated_at timestamp)");
            for (int id = 1; id <= 7; id++) {
                warehouse.jdbc().update("insert into t values (?, 'a', timestamp '2024-05-17 19:42:0" + id + "')", id);
            }
            SourceYaml source = SourceDatabase.source("t", "ID")
                    .with("cursorField", "UPDATED_AT")
                    .with("pageSize", 3);

            SyncResult first = warehouse.sync(destination, source);
            warehouse
                    .jdbc()
                    .execute("update t set name = 'b', updated_at = timestamp '2024-05-18 00:00:00' where id = 2");
            SyncResult second = warehouse.sync(destination, source);

            assertThat(first.error()).isNull();
            assertThat(first.rowsWritten()).isEqualTo(7);
            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isEqualTo(1);
        }
    }
}
