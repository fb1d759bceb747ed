package dev.tidemark.table;

import dev.tidemark.database.DatabaseClock;
import dev.tidemark.database.SessionDataSource;
import dev.tidemark.database.TypedRow;
import dev.tidemark.jdbc.NamedDatabase;
import dev.tidemark.strategy.PositionQuery;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.strategy.cursor.CursorType;
import dev.tidemark.sync.ExchangeKeys;
import dev.tidemark.sync.SyncRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Sets the statement for the sync's next rows on the exchange for camel-jdbc, and queries the positions of rows. All values
 * are bound.
 */
public final class TableQuery implements Processor, PositionQuery {

    private String source = "";
    private String table = "";
    private List<String> columns = List.of();
    private ZoneId zone = ZoneId.of("UTC");
    private CursorType cursorType = CursorType.TIMESTAMP;
    private String initialCursor = "2024-01-01T00:00:00Z";
    private @Nullable DataSource dataSource;
    private @Nullable DatabaseClock clock;
    private @Nullable WatchedTable watched;

    /** The source's name, for the log. */
    public void setSource(String source) {
        this.source = source;
    }

    /** The table or view, after an optional schema and a dot. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns to read, separated by commas; {@code *} for all. */
    public void setColumns(String columns) {
        this.columns = columns.strip().equals("*")
                ? List.of()
                : Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
        if (this.columns.contains("")) {
            throw new IllegalArgumentException("columns `" + columns + "` is neither * nor names separated by commas");
        }
    }

    /** The zone of timestamps without one. */
    public void setCursorZone(String cursorZone) {
        this.zone = ZoneId.of(cursorZone);
    }

    /** The type of the cursor column. */
    public void setCursorType(String cursorType) {
        this.cursorType = CursorType.of(cursorType);
    }

    /** Where the very first sync starts. */
    public void setInitialCursor(String initialCursor) {
        this.initialCursor = initialCursor;
    }

    /** The database of the table. */
    public void setDataSource(DataSource dataSource) {
        DataSource sessions = SessionDataSource.of(NamedDatabase.bound(dataSource));
        this.dataSource = sessions;
        this.clock = new DatabaseClock(sessions);
    }

    @Override
    public void process(Exchange exchange) throws SQLException {
        SyncRun run = SyncRun.of(exchange);
        boolean first = run.isFirstPage();
        RowRange range = Objects.requireNonNull(run.pages().next().rows());
        SourceTable now = first ? watched().look() : watched().current();
        // For a planned range, the plan reports it.
        if (first && range.to() == null) {
            new OverlookedRows(jdbc(), now, binding(now))
                    .warnings(range, initialCursor)
                    .forEach(run::warn);
        }
        SourceStatement statement = statement(now, range, ":?");
        exchange.setProperty(ExchangeKeys.STATEMENT, statement);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setHeader(JdbcConstants.JDBC_PARAMETERS, statement.conditions().values());
        exchange.getMessage().setBody(statement.rows(columns));
    }

    /**
     * Whether the table is unchanged since the exchange's statement was created. A column that was added in the meantime
     * would be missing in rows that already have values for it.
     */
    public boolean isUnchanged(Exchange exchange) {
        return read(exchange).table().isSameAs(watched().current());
    }

    /** Called when a page was read; after the last page, warns of rows that were too young. */
    public void pageRead(Exchange exchange, int rows) {
        SourceStatement read = read(exchange);
        Object latest = read.conditions().latest();
        if (latest != null && rows < read.range().limit()) {
            String younger = younger(read.table(), read.range(), latest);
            if (younger != null) {
                SyncRun.of(exchange).warn(younger);
            }
        }
    }

    private static SourceStatement read(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(ExchangeKeys.STATEMENT, SourceStatement.class));
    }

    @Override
    public List<String> overlooked(RowRange range) {
        SourceTable now = watched().look();
        return new OverlookedRows(jdbc(), now, binding(now)).warnings(range, initialCursor);
    }

    @Override
    public @Nullable String younger(RowRange range) {
        SourceTable seen = watched().seen();
        Object latest = latest(seen, range);
        return latest == null ? null : younger(seen, range, latest);
    }

    private @Nullable String younger(SourceTable read, RowRange range, Object latest) {
        Object now = binding(read).of(read.column(range.cursorField()), now());
        return new OverlookedRows(jdbc(), read, binding(read)).younger(range, latest, now);
    }

    @Override
    public boolean isTime(String column) {
        SourceTable seen = watched().seen();
        return (seen.has(column) ? seen : watched().look()).column(column).isTime();
    }

    @Override
    public @Nullable RowPosition last(RowRange range) {
        SourceStatement statement = statement(range, ":");
        return position(statement.last(), statement);
    }

    @Override
    public @Nullable RowPosition atLimit(RowRange range) {
        SourceStatement statement = statement(range, ":");
        return position(statement.atLimit(), statement);
    }

    private @Nullable RowPosition position(String text, SourceStatement statement) {
        RowRange range = statement.range();
        return new NamedParameterJdbcTemplate(Objects.requireNonNull(dataSource))
                .query(text, statement.conditions().values(), (ResultSet rows) -> {
                    TypedRow typed = new TypedRow(statement.table().product(), rows);
                    return rows.next() ? RowPosition.of(typed.read(), range.cursorField(), range.keyFields()) : null;
                });
    }

    /** @param prefix the prefix of a value's name */
    SourceStatement statement(RowRange range, String prefix) {
        return statement(watched().seen(), range, prefix);
    }

    private SourceStatement statement(SourceTable read, RowRange range, String prefix) {
        return new SourceStatement(
                read, range, new RowConditions(read, range, binding(read), latest(read, range), prefix));
    }

    /** By the database's own clock, because that one creates its cursors. */
    private @Nullable Object latest(SourceTable read, RowRange range) {
        if (range.delay() == null || range.isWithoutCursor()) {
            return null;
        }
        return binding(read).of(read.column(range.cursorField()), now().minus(range.delay()));
    }

    private Instant now() {
        return Objects.requireNonNull(clock).now();
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(Objects.requireNonNull(dataSource));
    }

    private Binding binding(SourceTable read) {
        return new Binding(read.product(), zone, cursorType);
    }

    private synchronized WatchedTable watched() {
        WatchedTable known = watched;
        if (known == null) {
            known = new WatchedTable(jdbc(), source, table);
            watched = known;
        }
        return known;
    }
}
