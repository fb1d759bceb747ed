package dev.tidemark.jdbc;

import dev.tidemark.database.TypedRow;
import dev.tidemark.strategy.CursorType;
import dev.tidemark.strategy.RowMark;
import dev.tidemark.strategy.RowMarks;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.sync.Sync;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Puts the statement that reads the sync's next rows where camel-jdbc looks for it, and finds out where rows stand; all values
 * are bound.
 */
public final class TableQuery implements Processor, RowMarks {

    private String table = "";
    private List<String> columns = List.of();
    private ZoneId zone = ZoneId.of("UTC");
    private CursorType cursorType = CursorType.TIMESTAMP;
    private String initialCursor = "2024-01-01T00:00:00Z";
    private @Nullable DataSource dataSource;
    private volatile @Nullable SourceTable found;

    /** The table or view; a dot parts a schema from it. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns to read, between commas; {@code *} for all. */
    public void setColumns(String columns) {
        this.columns = columns.strip().equals("*")
                ? List.of()
                : Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
        if (this.columns.contains("")) {
            throw new IllegalArgumentException("columns `" + columns + "` is neither * nor names between commas");
        }
    }

    /** The zone of timestamps that name none. */
    public void setCursorZone(String cursorZone) {
        this.zone = ZoneId.of(cursorZone);
    }

    /** What the cursor column holds. */
    public void setCursorType(String cursorType) {
        this.cursorType = CursorType.of(cursorType);
    }

    /** Where the very first sync begins. */
    public void setInitialCursor(String initialCursor) {
        this.initialCursor = initialCursor;
    }

    /** Where the table is. */
    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void process(Exchange exchange) throws SQLException {
        Sync sync = Sync.of(exchange);
        boolean first = sync.isFirstPage();
        RowRange range = Objects.requireNonNull(sync.nextRequest().rows());
        // Of a range that was planned, the plan says it.
        if (first && range.to() == null) {
            overlooked(range).forEach(sync::warn);
        }
        SourceStatement statement = statement(range, ":?");
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setHeader(JdbcConstants.JDBC_PARAMETERS, statement.conditions().values());
        exchange.getMessage().setBody(statement.rows(columns));
    }

    @Override
    public List<String> overlooked(RowRange range) {
        return new OverlookedRows(jdbc(), source(), binding()).warnings(range, initialCursor);
    }

    @Override
    public @Nullable RowMark last(RowRange range) {
        SourceStatement statement = statement(range, ":");
        return mark(statement.last(), statement);
    }

    @Override
    public @Nullable RowMark atLimit(RowRange range) {
        SourceStatement statement = statement(range, ":");
        return mark(statement.atLimit(), statement);
    }

    private @Nullable RowMark mark(String text, SourceStatement statement) {
        RowRange range = statement.range();
        return new NamedParameterJdbcTemplate(Objects.requireNonNull(dataSource))
                .query(text, statement.conditions().values(), (ResultSet rows) -> {
                    TypedRow typed = new TypedRow(statement.table().product(), rows);
                    return rows.next() ? RowMark.of(typed.read(), range.cursorField(), range.keyFields()) : null;
                });
    }

    /** @param prefix what stands before the name of a value */
    SourceStatement statement(RowRange range, String prefix) {
        SourceTable source = source();
        return new SourceStatement(
                source, range, new RowConditions(source, range, binding(), latest(source, range), prefix));
    }

    /** By the database's own clock, since that is the one that its cursors are written by. */
    private @Nullable Object latest(SourceTable source, RowRange range) {
        if (range.delay() == null || range.isWithoutCursor()) {
            return null;
        }
        return binding()
                .of(source.column(range.cursorField()), source.now(jdbc()).minus(range.delay()));
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(Objects.requireNonNull(dataSource));
    }

    private Binding binding() {
        return new Binding(source().product(), zone, cursorType);
    }

    private SourceTable source() {
        SourceTable known = found;
        if (known == null) {
            known = jdbc().execute((ConnectionCallback<SourceTable>) connection -> SourceTable.find(connection, table));
            found = known;
        }
        return Objects.requireNonNull(known);
    }
}
