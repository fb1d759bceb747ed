package dev.tidemark.state;

import dev.tidemark.database.DatabaseClock;
import dev.tidemark.database.OwnTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * The table {@code tidemark_leases}: the process that syncs each source. Leases prevent concurrent syncs; the version of the
 * state protects it when a lease fails to. Times are the database's, in milliseconds since 1970, so that neither the clocks
 * nor the time zones of the processes matter. Thread-safe, also across processes.
 */
public final class LeaseTable {

    /** How long a lease is valid unless it is renewed. */
    public static final Duration TERM = Duration.ofSeconds(60);

    private static final int ATTEMPTS = 3;

    /** Tokens are unique; the source names let the database find the rows by their key. */
    private static final String MINE = " where source in (:sources) and token in (:tokens) and held_until > 0";

    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;
    private final String owner;
    private final Duration term;
    private final DatabaseClock clock;
    private boolean created;

    /**
     * @param dataSource the database that holds the state
     * @param owner the owner of the leases that this process takes
     * @param term how long a lease is valid unless it is renewed
     */
    public LeaseTable(DataSource dataSource, String owner, Duration term) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.named = new NamedParameterJdbcTemplate(jdbc);
        this.clock = new DatabaseClock(dataSource);
        this.owner = owner;
        this.term = term;
    }

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public synchronized void createTable() {
        if (!created) {
            create(jdbc);
            created = true;
        }
    }

    /** {@code state_version} is unrelated to leases: it is the version from which a state continues after a reset. */
    static void create(JdbcTemplate jdbc) {
        OwnTable.create(
                jdbc,
                "tidemark_leases",
                "source varchar(255) not null primary key, owner varchar(255) not null, token varchar(36) not null,"
                        + " held_since bigint not null, held_until bigint not null, state_version bigint not null");
    }

    /**
     * Takes the lease of a source, unless another process holds it.
     *
     * @throws LeaseHeldException when another process holds it
     */
    public SyncLease take(String source) {
        for (int attempt = 1; ; attempt++) {
            Instant now = now();
            SyncLease mine = new SyncLease(source, owner, UUID.randomUUID().toString(), now, now.plus(term));
            SyncLease last = last(source).orElse(null);
            if (last != null && isLive(last, now)) {
                throw new LeaseHeldException(last);
            }
            if (last == null ? insert(mine) : replace(last, mine)) {
                return mine;
            }
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("its lease keeps changing owners; sync it from one process");
            }
        }
    }

    /** The lease of a source that is being synced now; empty when none is held. */
    public Optional<SyncLease> holder(String source) {
        return last(source).filter(lease -> isLive(lease, now()));
    }

    /** The leases of all sources that are being synced now, by source name. */
    public Map<String, SyncLease> holders() {
        Instant now = now();
        Map<String, SyncLease> holders = new HashMap<>();
        jdbc.query(
                "select source, owner, token, held_since, held_until from tidemark_leases where held_until > ?",
                row -> {
                    SyncLease lease = new SyncLease(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4)),
                            Instant.ofEpochMilli(row.getLong(5)));
                    if (isLive(lease, now)) {
                        holders.put(lease.source(), lease);
                    }
                },
                now.toEpochMilli());
        return holders;
    }

    /**
     * Renews leases for another term from now, in one statement.
     *
     * @return those that were not renewed, because another process took them or they were released
     */
    public List<SyncLease> renew(Collection<SyncLease> leases) {
        if (leases.isEmpty()) {
            return List.of();
        }
        MapSqlParameterSource values = new MapSqlParameterSource(
                        "until", now().plus(term).toEpochMilli())
                .addValue("sources", leases.stream().map(SyncLease::source).toList())
                .addValue("tokens", leases.stream().map(SyncLease::token).toList());
        if (named.update("update tidemark_leases set held_until = :until" + MINE, values) == leases.size()) {
            return List.of();
        }
        Set<String> mine =
                new HashSet<>(named.queryForList("select token from tidemark_leases" + MINE, values, String.class));
        return leases.stream().filter(lease -> !mine.contains(lease.token())).toList();
    }

    /** Releases a lease. Does nothing when another process has taken it in the meantime. */
    public void release(SyncLease lease) {
        jdbc.update(
                "update tidemark_leases set held_until = 0 where source = ? and token = ?",
                lease.source(),
                lease.token());
    }

    private Optional<SyncLease> last(String source) {
        return jdbc
                .query(
                        "select owner, token, held_since, held_until from tidemark_leases where source = ?",
                        (row, number) -> new SyncLease(
                                source,
                                row.getString(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                Instant.ofEpochMilli(row.getLong(4))),
                        source)
                .stream()
                .findFirst();
    }

    private static boolean isLive(SyncLease lease, Instant now) {
        return lease.until().isAfter(now) && !ProcessName.isGone(lease.owner());
    }

    private boolean insert(SyncLease lease) {
        try {
            return jdbc.update(
                            "insert into tidemark_leases (source, owner, token, held_since, held_until, state_version)"
                                    + " values (?, ?, ?, ?, ?, 0)",
                            lease.source(),
                            lease.owner(),
                            lease.token(),
                            lease.since().toEpochMilli(),
                            lease.until().toEpochMilli())
                    == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private boolean replace(SyncLease last, SyncLease next) {
        return jdbc.update(
                        "update tidemark_leases set owner = ?, token = ?, held_since = ?, held_until = ?"
                                + " where source = ? and token = ? and held_until = ?",
                        next.owner(),
                        next.token(),
                        next.since().toEpochMilli(),
                        next.until().toEpochMilli(),
                        last.source(),
                        last.token(),
                        last.until().toEpochMilli())
                == 1;
    }

    /** Truncates to milliseconds, as leases are stored. */
    private Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
