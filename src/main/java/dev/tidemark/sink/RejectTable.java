package dev.tidemark.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code tidemark_rejects}: records that could not be written, each once however often it is read. */
final class RejectTable {

    /** Creates the table. */
    static String definition(Dialect dialect) {
        return "create table if not exists tidemark_rejects (id varchar(64) not null primary key,"
                + " source varchar(255) not null, table_name varchar(255) not null, reason varchar(4000) not null,"
                + " record " + dialect.typeOf(new Column("record", ColumnType.STRING)) + " not null, rejected_at "
                + dialect.typeOf(new Column("rejected_at", ColumnType.NAIVE_DATETIME)) + " not null)"
                + dialect.tableOptions();
    }

    private static final int REASON_LENGTH = 4000;

    /** What every database takes in one text, and in one statement. */
    private static final int RECORD_LENGTH = 1_000_000;

    private final JdbcTemplate jdbc;

    RejectTable(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    void add(String source, String table, List<Rows.Reject> rejects) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        for (Rows.Reject reject : rejects) {
            String record = ColumnType.json(reject.record());
            String id = digest(source + '\n' + table + '\n' + record);
            Integer known =
                    jdbc.queryForObject("select count(*) from tidemark_rejects where id = ?", Integer.class, id);
            if (known != null && known == 0) {
                jdbc.update(
                        "insert into tidemark_rejects (id, source, table_name, reason, record, rejected_at)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        id,
                        source,
                        table,
                        shown(reject.reason() + cut(record)),
                        record.substring(0, Math.min(record.length(), RECORD_LENGTH)),
                        now);
            }
        }
    }

    private static String cut(String record) {
        return record.length() <= RECORD_LENGTH
                ? ""
                : "; of the " + record.length() + " characters of the record, " + RECORD_LENGTH + " are kept here";
    }

    /** Without what no database takes in a text. */
    private static String shown(String reason) {
        return reason.substring(0, Math.min(reason.length(), REASON_LENGTH)).replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
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
