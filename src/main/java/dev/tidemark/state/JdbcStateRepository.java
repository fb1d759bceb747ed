package dev.tidemark.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.OwnTable;
import dev.tidemark.json.Json;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * States in the table {@code tidemark_state}, one row per source. Reads and writes take part in the transaction of the
 * thread when the data source does. Thread-safe, also across processes: a checkpoint names the version that it was made
 * from, and fails when another version is stored.
 */
public final class JdbcStateRepository extends ServiceSupport implements StateRepository<String, String> {

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private volatile boolean limitIsOff;

    /** @param dataSource one that takes part in Spring's transactions */
    public JdbcStateRepository(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Whether the states are stored in this database, so that one transaction can hold both. */
    public boolean isOn(DataSource other) {
        return dataSource == other;
    }

    /** The ranges in progress, in the same database. */
    public UnitTable units() {
        return new UnitTable(dataSource);
    }

    /** The partitions of sources, in the same database. */
    public PartitionTable partitions() {
        return new PartitionTable(dataSource);
    }

    /** Creates the table when it is missing. Must not be called in a transaction. */
    public void createTable() {
        OwnTable.create(
                jdbc,
                "tidemark_state",
                "source varchar(255) not null primary key, strategy varchar(64) not null, state document not null,"
                        + " version bigint not null, updated_at instant not null, cursor_field varchar(255)");
        LeaseTable.create(jdbc);
        if (!hasCursorField()) {
            requireOwnTable();
            addCursorField();
        }
        if (!limitIsOff) {
            OwnTable.takeLimitOff(jdbc, "tidemark_state", "state", true);
            limitIsOff = true;
        }
    }

    /** Tables of earlier versions do not have it. */
    private boolean hasCursorField() {
        try {
            jdbc.query("select cursor_field from tidemark_state where 1 = 0", row -> {});
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }

    private void addCursorField() {
        try {
            jdbc.execute("alter table tidemark_state add column cursor_field varchar(255)");
        } catch (DataAccessException e) {
            if (!hasCursorField()) {
                throw e;
            }
        }
    }

    /** A table of another application may have the name. */
    private void requireOwnTable() {
        try {
            jdbc.query(
                    "select source, strategy, state, version, updated_at from tidemark_state where 1 = 0", row -> {});
        } catch (BadSqlGrammarException | UncategorizedSQLException e) {
            throw new IllegalStateException("the table tidemark_state lacks columns that Tidemark needs ("
                    + String.valueOf(
                                    NestedExceptionUtils.getMostSpecificCause(e).getMessage())
                            .replaceFirst("; SQL statement:(?s:.*)", "")
                    + "); rename it, or keep the state in another database (tidemark.state.datasource)");
        }
    }

    /** The stored state of a source. */
    public Optional<StoredState> find(String source) {
        return jdbc
                .query(
                        "select strategy, cursor_field, state, version from tidemark_state where source = ?",
                        (row, number) -> new StoredState(
                                row.getString(1), row.getString(2), parse(row.getString(3)), row.getLong(4)),
                        source)
                .stream()
                .findFirst();
    }

    /** The state of a source; empty also when there is no table yet, which a dry run must not create. */
    public Optional<StoredState> findInTable(String source) {
        return OwnTable.exists(jdbc, "tidemark_state") ? find(source) : Optional.empty();
    }

    /** The states of all sources, by name. */
    public Map<String, StoredState> all() {
        Map<String, StoredState> states = new TreeMap<>();
        jdbc.query("select source, strategy, cursor_field, state, version from tidemark_state", row -> {
            states.put(
                    row.getString(1),
                    new StoredState(row.getString(2), row.getString(3), parse(row.getString(4)), row.getLong(5)));
        });
        return states;
    }

    /**
     * Stores a state. The same checkpoint twice changes nothing.
     *
     * @param cursorField the field whose values the state holds; null when it holds none
     * @param version of the state that it was made from; 0 when there was none
     * @return the stored state
     * @throws StaleStateException when another version is stored; nothing was changed then
     */
    public StoredState checkpoint(
            String source, String strategy, @Nullable String cursorField, long version, ObjectNode state) {
        StoredState next = new StoredState(strategy, cursorField, state, versionAfter(source, version));
        if (update(source, version, next) || find(source).filter(next::isSameAs).isPresent()) {
            return next;
        }
        throw new StaleStateException(source, version);
    }

    /**
     * Removes the state of a source and its partitions, but keeps the version: a sync in progress must not take a later state
     * for its own.
     */
    public boolean remove(String source) {
        return Boolean.TRUE.equals(transaction().execute(status -> {
            int partitions = OwnTable.exists(jdbc, PartitionRow.TABLE)
                    ? jdbc.update("delete from " + PartitionRow.TABLE + " where source = ?", source)
                    : 0;
            StoredState stored = find(source).orElse(null);
            if (stored == null) {
                return partitions > 0;
            }
            if (jdbc.update("update tidemark_leases set state_version = ? where source = ?", stored.version(), source)
                    == 0) {
                jdbc.update(
                        "insert into tidemark_leases (source, owner, token, held_since, held_until, state_version)"
                                + " values (?, '', '', 0, 0, ?)",
                        source,
                        stored.version());
            }
            if (jdbc.update("delete from tidemark_state where source = ? and version = ?", source, stored.version())
                    == 0) {
                throw new StaleStateException(source, stored.version());
            }
            return true;
        }));
    }

    /** Stores states, regardless of the stored versions: all of them or, when one cannot be stored, none. */
    public void setAll(Map<String, StoredState> states) {
        transaction()
                .executeWithoutResult(status -> states.forEach((source, wanted) -> {
                    long version = find(source).map(StoredState::version).orElse(0L);
                    StoredState next = new StoredState(
                            wanted.strategy(), wanted.cursorField(), wanted.state(), versionAfter(source, version));
                    if (!update(source, version, next)) {
                        throw new StaleStateException(source, version);
                    }
                }));
    }

    /** The state of a source as JSON text; null when there is none. */
    @Override
    public @Nullable String getState(String source) {
        return find(source).map(stored -> stored.state().toString()).orElse(null);
    }

    /**
     * Stores a state, regardless of the stored version.
     *
     * @param state a JSON object as text; null removes the state
     */
    @Override
    public void setState(String source, @Nullable String state) {
        if (state == null) {
            remove(source);
            return;
        }
        Optional<StoredState> before = find(source);
        set(source, before.map(StoredState::strategy).orElse(""), parse(state));
    }

    /** Stores a state, regardless of the stored version; the next checkpoint of a sync in progress fails. */
    public void set(String source, String strategy, ObjectNode state) {
        Optional<StoredState> before = find(source);
        String cursorField = before.filter(stored -> stored.strategy().equals(strategy))
                .map(StoredState::cursorField)
                .orElse(null);
        setAll(Map.of(source, new StoredState(strategy, cursorField, state, 0)));
    }

    /** Versions continue after those of a removed state. */
    private long versionAfter(String source, long version) {
        if (version > 0) {
            return version + 1;
        }
        return 1
                + jdbc
                        .queryForList("select state_version from tidemark_leases where source = ?", Long.class, source)
                        .stream()
                        .findFirst()
                        .orElse(0L);
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** @throws StaleStateException when another process is storing a state; the transaction has then ended */
    private boolean update(String source, long version, StoredState next) {
        try {
            return updateUnlessStale(source, version, next);
        } catch (DataAccessException e) {
            if (Conflict.isCause(e)) {
                throw new StaleStateException(source, version);
            }
            throw e;
        }
    }

    private boolean updateUnlessStale(String source, long version, StoredState next) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        String text = next.state().toString();
        if (version > 0) {
            return jdbc.update(
                            "update tidemark_state set strategy = ?, cursor_field = ?, state = ?, version = ?, updated_at = ?"
                                    + " where source = ? and version = ?",
                            next.strategy(),
                            next.cursorField(),
                            text,
                            next.version(),
                            now,
                            source,
                            version)
                    == 1;
        }
        if (find(source).isPresent()) {
            return false;
        }
        return jdbc.update(
                        "insert into tidemark_state (source, strategy, cursor_field, state, version, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        source,
                        next.strategy(),
                        next.cursorField(),
                        text,
                        next.version(),
                        now)
                == 1;
    }

    /** @throws IllegalArgumentException when the text is not a JSON object */
    public static ObjectNode parse(String text) {
        try {
            JsonNode node = Json.STRICT.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("`" + text + "` is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("`" + text + "` is not a JSON object");
    }
}
