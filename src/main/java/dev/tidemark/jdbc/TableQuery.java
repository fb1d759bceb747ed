package dev.tidemark.jdbc;

import dev.tidemark.strategy.CursorType;
import dev.tidemark.strategy.RowRange;
import dev.tidemark.sync.Sync;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
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

/** Puts the statement that reads the sync's next rows where camel-jdbc looks for it; all values are bound. */
public final class TableQuery implements Processor {

    private String table = "";
    private List<String> columns = List.of();
    private ZoneId zone = ZoneId.of("UTC");
    private CursorType cursorType = CursorType.TIMESTAMP;
    private String initialCursor = "2024-01-01T00:00:00Z";
    private @Nullable DataSource dataSource;
    private @Nullable SourceTable found;

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
        JdbcTemplate jdbc = new JdbcTemplate(Objects.requireNonNull(dataSource));
        SourceTable source = source();
        Binding binding = new Binding(zone, cursorType);
        if (first) {
            countRowsWithoutCursor(jdbc, source, sync, range.cursorField());
        }
        if (first && range.cursor() == null) {
            countRowsBefore(binding.of(source.column(range.cursorField()), initialCursor), jdbc, source, sync, range);
        }
        SourceStatement statement =
                new SourceStatement(source, columns, range, binding, latest(jdbc, source, range, binding));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(JdbcConstants.JDBC_PARAMETERS, statement.values());
        exchange.getMessage().setBody(statement.text());
    }

    /** By the database's own clock, since that is the one that its cursors are written by. */
    private static @Nullable Object latest(JdbcTemplate jdbc, SourceTable source, RowRange range, Binding binding) {
        if (range.delay().isZero() || range.cursor() == null) {
            return null;
        }
        Timestamp now = Objects.requireNonNull(jdbc.queryForObject("select current_timestamp", Timestamp.class));
        return binding.of(source.column(range.cursorField()), now.toInstant().minus(range.delay()));
    }

    private void countRowsBefore(Object initial, JdbcTemplate jdbc, SourceTable source, Sync sync, RowRange range) {
        Long rows = jdbc.queryForObject(
                "select count(*) from " + source.name() + " where " + source.quoted(range.cursorField()) + " < ?",
                Long.class,
                initial);
        if (rows != null && rows > 0) {
            sync.warn(rows + (rows == 1 ? " row lies" : " rows lie") + " before initialCursor " + initialCursor
                    + " and will not be read; to read them, set an earlier one and reset the state");
        }
    }

    private static void countRowsWithoutCursor(JdbcTemplate jdbc, SourceTable source, Sync sync, String cursorField) {
        Long rows = jdbc.queryForObject(
                "select count(*) from " + source.name() + " where " + source.quoted(cursorField) + " is null",
                Long.class);
        if (rows != null && rows > 0) {
            sync.warn(rows + " rows without " + cursorField
                    + ": they were read by the first sync, later changes to them" + " are not seen");
        }
    }

    private SourceTable source() throws SQLException {
        SourceTable known = found;
        if (known == null) {
            try (Connection connection = Objects.requireNonNull(dataSource).getConnection()) {
                known = SourceTable.find(connection, table);
            }
            found = known;
        }
        return known;
    }
}
