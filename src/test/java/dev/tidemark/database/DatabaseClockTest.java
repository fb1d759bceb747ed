package dev.tidemark.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.NamedZone;
import dev.tidemark.testing.TestDatabase;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The clocks of real databases. */
class DatabaseClockTest {

    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void reset() {
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @EnumSource
    void theTimeIsTheSameInEveryZoneOfTheSessionAndOfThisMachine(DatabaseKind kind) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try (TestDatabase database = TestDatabase.open(kind);
                Connection connection = database.address().connect()) {
            String statement =
                    switch (kind) {
                        case H2, POSTGRESQL -> "set time zone 'America/New_York'";
                        case MARIADB -> "set time_zone = '-05:00'";
                        case DUCKDB -> "set TimeZone = 'America/New_York'";
                    };
            SingleConnectionDataSource session = new SingleConnectionDataSource(connection, true);
            new JdbcTemplate(session).execute(statement);

            assertThat(new DatabaseClock(session).now()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        }
    }

    /** At 03:00 of that night, the clocks there went back to 02:00. */
    @Test
    void noHourComesTwiceInTheNightInWhichClocksGoBack() throws Exception {
        try (TestDatabase database = TestDatabase.open(DatabaseKind.MARIADB);
                Connection connection = database.address().connect()) {
            SingleConnectionDataSource session = new SingleConnectionDataSource(connection, true);
            JdbcTemplate jdbc = new JdbcTemplate(session);
            NamedZone.create(database.jdbc());
            jdbc.execute("set time_zone = '" + NamedZone.NAME + "'");
            Instant first = Instant.parse("2024-10-26T23:30:00Z");
            List<Instant> expected = new ArrayList<>();
            List<Instant> read = new ArrayList<>();
            DatabaseClock clock = new DatabaseClock(session);
            for (int i = 0; i < 12; i++) {
                Instant now = first.plus(15L * i, ChronoUnit.MINUTES);
                expected.add(now);
                jdbc.execute("set timestamp = " + now.getEpochSecond());
                read.add(clock.now());
            }

            assertThat(read).isEqualTo(expected);
        }
    }
}
