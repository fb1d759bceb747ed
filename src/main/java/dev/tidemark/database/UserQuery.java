package dev.tidemark.database;

import dev.tidemark.row.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A query that a user wrote: one SELECT statement. The check is a guard against mistakes; the query runs in a transaction
 * that is always rolled back. Immutable.
 */
public final class UserQuery {

    private static final int FETCH_SIZE = 1000;

    /** Texts, quoted names and block comments, in which a semicolon or a keyword means nothing. */
    private static final Pattern QUOTED =
            Pattern.compile("'[^']*+'|\"[^\"]*+\"|`[^`]*+`|\\$(\\w*)\\$.*?\\$\\1\\$|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern BRACKETS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern FIRST = Pattern.compile("[\\s(]*([a-z]+)");
    private static final Pattern VERB = Pattern.compile("\\b(select|values|insert|update|delete|merge)\\b");
    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private final String parameter;
    private final String text;

    private UserQuery(String parameter, String text) {
        this.parameter = parameter;
        this.text = text;
    }

    /** Receives the result of a query. */
    public interface Reader {

        /** The labels of the columns, in order; called once, before the first row. */
        void columns(List<String> labels);

        /** A row, with an {@link UnreadableValue} for each value that cannot be read. */
        void row(Row row);
    }

    /**
     * Checks a query without contacting a database.
     *
     * @param parameter the parameter that has it, for messages
     * @throws IllegalArgumentException when it is not one SELECT statement
     */
    public static UserQuery of(String parameter, String text) {
        String plain = QUOTED.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        if (plain.contains("--")) {
            throw new IllegalArgumentException(
                    parameter + " has a comment that starts with `--`; Camel joins the lines of"
                            + " a parameter, so the comment would not end: write /* ... */");
        }
        int semicolon = plain.indexOf(';');
        if (semicolon >= 0 && !plain.substring(semicolon + 1).isBlank()) {
            throw new IllegalArgumentException(
                    parameter + " has text after a semicolon: it must be one SELECT statement; remove the rest");
        }
        String verb = verb(plain);
        if (!verb.equals("select") && !verb.equals("values")) {
            throw new IllegalArgumentException(parameter + " is not a SELECT statement"
                    + (verb.isEmpty() ? "" : " (" + verb.toUpperCase(Locale.ROOT) + ")")
                    + ": write SELECT, VALUES, or WITH ... SELECT");
        }
        return new UserQuery(parameter, text);
    }

    /** The verb of the statement itself, not of those in brackets. */
    private static String verb(String plain) {
        String outer = plain;
        if (outer.startsWith("with")) {
            for (String before = ""; !before.equals(outer); ) {
                before = outer;
                outer = BRACKETS.matcher(outer).replaceAll(" ");
            }
            Matcher found = VERB.matcher(outer);
            return found.find() ? found.group(1) : "with";
        }
        Matcher first = FIRST.matcher(outer);
        return first.lookingAt() ? first.group(1) : "";
    }

    /**
     * Reads the rows as a stream, in the order of the database.
     *
     * @throws IllegalArgumentException when the type of a column is unknown; the message names the column and its type
     * @throws SQLException when the query fails
     */
    public void read(DataSource dataSource, Reader reader) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean before = connection.getAutoCommit();
            // PostgreSQL streams rows inside a transaction only.
            connection.setAutoCommit(false);
            try {
                read(connection, reader);
            } finally {
                connection.rollback();
                connection.setAutoCommit(before);
            }
        }
    }

    private void read(Connection connection, Reader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(text)) {
                reader.columns(labels(rows.getMetaData()));
                TypedRow typed = typed(Product.of(connection.getMetaData()), rows);
                while (rows.next()) {
                    reader.row(typed.read());
                }
            }
        }
    }

    private TypedRow typed(Product product, ResultSet rows) throws SQLException {
        try {
            return new TypedRow(product, rows);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + ": " + e.getMessage(), e);
        }
    }

    private static List<String> labels(ResultSetMetaData meta) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            labels.add(meta.getColumnLabel(column));
        }
        return labels;
    }

    /** Whether a query failed because a table of it does not exist. */
    public static boolean isMissingTable(SQLException failure) {
        return MISSING_TABLE.contains(String.valueOf(failure.getSQLState()))
                // DuckDB has no states.
                || String.valueOf(failure.getMessage()).contains("Catalog Error: Table with name");
    }
}
