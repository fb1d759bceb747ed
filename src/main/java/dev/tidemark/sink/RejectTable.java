package dev.tidemark.sink;

import dev.tidemark.database.OwnTable;
import dev.tidemark.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * The dead-letter table {@code tidemark_rejects}: records that could not be written, each stored once however often it is
 * read. It is in the database of the sink that refused them. Safe for concurrent use by threads and processes.
 */
public final class RejectTable {

    static final String NAME = "tidemark_rejects";

    /** Creates the table. */
    static String definition(Dialect dialect) {
        return "create table if not exists tidemark_rejects (id varchar(64) not null primary key,"
                + " source varchar(255) not null, table_name varchar(255) not null, reason varchar(4000) not null,"
                + " record " + dialect.typeOf(new Column("record", ColumnType.STRING)) + " not null, rejected_at "
                + dialect.typeOf(dialect.kept(new Column("rejected_at", ColumnType.NAIVE_DATETIME), false))
                + " not null)"
                + dialect.tableOptions();
    }

    static final int BATCH = 1000;

    private static final int REASON_LENGTH = 4000;

    /** A length that every database accepts in one text, and in one statement. */
    private static final int RECORD_LENGTH = 1_000_000;

    private final JdbcTemplate jdbc;

    /** @param dataSource the database that the sink writes to */
    public RejectTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public void createTable() {
        String definition = jdbc.execute((ConnectionCallback<String>) connection -> {
            Dialect dialect = Dialect.of(connection);
            return new TableCatalog(connection, dialect, NAME).exists() ? "" : definition(dialect);
        });
        if (!Objects.requireNonNull(definition).isEmpty()) {
            jdbc.execute(definition);
        }
    }

    /**
     * Deletes the oldest rejects from before a time, up to one batch. Must not be called in a transaction.
     *
     * @return the number deleted, at most {@link #BATCH}
     */
    int deleteBefore(Instant time) {
        if (!OwnTable.exists(jdbc, NAME)) {
            return 0;
        }
        LocalDateTime before = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        List<String> ids = jdbc.queryForList(
                "select id from tidemark_rejects where rejected_at < ? order by rejected_at, id limit " + BATCH,
                String.class,
                before);
        return ids.isEmpty()
                ? 0
                : new NamedParameterJdbcTemplate(jdbc)
                        .update("delete from tidemark_rejects where id in (:ids)", Map.of("ids", ids));
    }

    /** All rejects, ordered by source, the oldest first. */
    public List<StoredReject> all() {
        return jdbc.query(
                "select id, source, table_name, reason, rejected_at from tidemark_rejects"
                        + " order by source, rejected_at, id",
                (row, number) -> new StoredReject(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
    }

    /** The number of rejects per source. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query("select source, count(*) from tidemark_rejects group by source", row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    /** The record of a reject as the sink was given it, as a JSON object; empty when the reject is gone. */
    public Optional<String> record(String id) {
        return jdbc.queryForList("select record from tidemark_rejects where id = ?", String.class, id).stream()
                .findFirst();
    }

    /** Stores the rejects that are not stored yet, and returns the ids of all. */
    List<String> add(String source, String table, List<Rows.Reject> rejects) {
        List<String> ids = new ArrayList<>();
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        for (Rows.Reject reject : rejects) {
            String record = JsonText.of(reject.record());
            String id = digest(source + '\n' + table + '\n' + record);
            ids.add(id);
            Integer known =
                    jdbc.queryForObject("select count(*) from tidemark_rejects where id = ?", Integer.class, id);
            if (known != null && known == 0) {
                jdbc.update(
                        "insert into tidemark_rejects (id, source, table_name, reason, record, rejected_at)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        id,
                        source,
                        table,
                        SafeText.excerpt(reject.reason() + cut(record), REASON_LENGTH),
                        SafeText.cut(record, RECORD_LENGTH),
                        now);
            }
        }
        return ids;
    }

    /** Deletes the rejects of a replay. Those that were refused again stay, with the new reason. */
    void replayed(Collection<String> ids, Map<String, String> refused) {
        for (String id : ids) {
            String reason = refused.get(id);
            if (reason == null) {
                jdbc.update("delete from tidemark_rejects where id = ?", id);
            } else {
                jdbc.update(
                        "update tidemark_rejects set reason = ? where id = ?",
                        SafeText.excerpt(reason, REASON_LENGTH),
                        id);
            }
        }
    }

    private static String cut(String record) {
        return record.length() <= RECORD_LENGTH
                ? ""
                : "; of the " + record.length() + " characters of the record, " + RECORD_LENGTH + " are kept here";
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
