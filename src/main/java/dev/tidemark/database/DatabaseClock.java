package dev.tidemark.database;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The clock of a database. It is read in UTC, so that it does not jump at daylight saving changes, regardless of the zones
 * of server, session and this machine. Thread-safe.
 */
public final class DatabaseClock {

    private static final int NANO_DIGITS = 9;

    /** For products of which only the standard is known: some require a table to select from, each a different one. */
    private static final List<String> ANY = List.of(
            "select current_timestamp",
            "values (current_timestamp)",
            "select current_timestamp from dual",
            "select current_timestamp from sysibm.sysdummy1");

    private final JdbcTemplate jdbc;
    private volatile @Nullable String query;

    /** @param dataSource the database; no connection is opened yet */
    public DatabaseClock(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * The current time, to the microsecond.
     *
     * @throws IllegalStateException when the database supports none of the queries
     */
    public Instant now() {
        String known = query;
        return known == null ? first() : read(known);
    }

    private Instant first() {
        List<String> queries = queries(
                Objects.requireNonNull(jdbc.execute((Connection connection) -> Product.of(connection.getMetaData()))));
        List<DataAccessException> refusals = new ArrayList<>();
        for (String each : queries) {
            try {
                Instant now = read(each);
                query = each;
                return now;
            } catch (BadSqlGrammarException | UncategorizedSQLException e) {
                refusals.add(e);
            }
        }
        IllegalStateException failure = new IllegalStateException(
                "cannot read the clock of the database: it supports none of " + queries
                        + "; set `delay: 0s` on a source of it, if rows are committed in the order of their cursors",
                refusals.get(0));
        refusals.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }

    private Instant read(String text) {
        return Objects.requireNonNull(jdbc.queryForObject(text, (row, number) -> {
            Object value = row.getObject(1);
            return value instanceof Number seconds
                    ? sinceEpoch(new BigDecimal(seconds.toString()))
                    : row.getTimestamp(1).toInstant();
        }));
    }

    private static Instant sinceEpoch(BigDecimal seconds) {
        return Instant.EPOCH.plusNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }

    private static List<String> queries(Product product) {
        return switch (product) {
            // Their current_timestamp has no zone.
            case MARIADB, MYSQL ->
                List.of("select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) * 0.000001");
            case H2, POSTGRESQL, DUCKDB -> List.of("select extract(epoch from current_timestamp)");
            case SQLITE, OTHER -> ANY;
        };
    }
}
