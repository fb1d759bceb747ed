package dev.tidemark.database;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The clock of a database. It is read in UTC, so that it never jumps when the clocks of the server's zone do, whatever the zones
 * of the server, the session and this machine. Thread-safe.
 */
public final class DatabaseClock {

    private static final int NANO_DIGITS = 9;

    private final JdbcTemplate jdbc;
    private volatile @Nullable String query;

    /** @param dataSource the database; nothing is opened yet */
    public DatabaseClock(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** The time now, to the microsecond. */
    public Instant now() {
        String known = query;
        if (known == null) {
            known = query(Objects.requireNonNull(
                    jdbc.execute((Connection connection) -> Product.of(connection.getMetaData()))));
            query = known;
        }
        return Objects.requireNonNull(jdbc.queryForObject(known, (row, number) -> {
            Object value = row.getObject(1);
            return value instanceof Number seconds
                    ? sinceEpoch(new BigDecimal(seconds.toString()))
                    : row.getTimestamp(1).toInstant();
        }));
    }

    private static Instant sinceEpoch(BigDecimal seconds) {
        return Instant.EPOCH.plusNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }

    private static String query(Product product) {
        return switch (product) {
            // Their current time has no zone.
            case MARIADB, MYSQL -> "select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) * 0.000001";
            case H2, POSTGRESQL, DUCKDB -> "select extract(epoch from current_timestamp)";
            case SQLITE, OTHER -> "select current_timestamp";
        };
    }
}
