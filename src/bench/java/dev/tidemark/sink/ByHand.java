package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.testing.DatabaseKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person would write for one API and one table: ask for a range, read its users as they come in, upsert them, keep
 * the place, commit.
 */
final class ByHand {

    private static final JsonFactory JSON = new JsonFactory();

    private final DatabaseKind kind;
    private final DatabaseKind.Address address;
    private final String users;
    private final TableSpec table;
    private final List<String> names;

    ByHand(DatabaseKind kind, DatabaseKind.Address address, String users, Map<String, Column> columns) {
        this.kind = kind;
        this.address = address;
        this.users = users;
        this.table = new TableSpec("user", columns, List.of("id"), "updatedAt");
        this.names = List.copyOf(columns.keySet());
    }

    /**
     * How long it took.
     *
     * @param whole all of it, and that part of it which the database had its rows for
     */
    record Times(Duration whole, Duration database) {}

    Times run(int records, int page) throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        long inDatabase = 0;
        HttpClient client = HttpClient.newHttpClient();
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password())) {
            connection.setAutoCommit(false);
            Dialect dialect = Dialect.of(connection);
            TableSpec kept = prepare(connection, dialect);
            try (PreparedStatement upsert = connection.prepareStatement(dialect.upsert(kept));
                    PreparedStatement place = connection.prepareStatement("update place set reached = ?")) {
                for (int from = 1; from <= records; from += page) {
                    int to = from + page - 1;
                    URI range = URI.create(users + "?start_id=" + from + "&end_id=" + to);
                    List<Rows.Row> rows;
                    try (InputStream body = client.send(
                                    HttpRequest.newBuilder(range).build(), BodyHandlers.ofInputStream())
                            .body()) {
                        rows = read(body);
                    }
                    long before = System.nanoTime();
                    dialect.bind(upsert, 1, kept, rows);
                    upsert.executeUpdate();
                    place.setInt(1, to);
                    place.executeUpdate();
                    connection.commit();
                    inDatabase += System.nanoTime() - before;
                }
            }
        }
        return new Times(Duration.ofNanos(System.nanoTime() - start), Duration.ofNanos(inDatabase));
    }

    private TableSpec prepare(Connection connection, Dialect dialect) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> columns.put(name, dialect.kept(column, name.equals("id"))));
        TableSpec kept = new TableSpec(table.name(), columns, table.key(), table.version());
        try (Statement statement = connection.createStatement()) {
            statement.execute(new TableDefinition(dialect).create(kept));
            statement.execute("create table if not exists place (reached int)");
            statement.execute("delete from place");
            statement.execute("insert into place values (0)");
        }
        connection.commit();
        return kept;
    }

    private List<Rows.Row> read(InputStream body) throws IOException {
        List<Rows.Row> rows = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        rows.add(new Rows.Row(Map.of(), user(parser)));
                    }
                }
            }
        }
        return rows;
    }

    private List<@Nullable Object> user(JsonParser parser) throws IOException {
        @Nullable Object[] values = new @Nullable Object[names.size()];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int column = names.indexOf(parser.currentName());
            parser.nextToken();
            if (column >= 0) {
                values[column] = value(column, parser.getText());
            }
        }
        return Arrays.asList(values);
    }

    /** As little as the driver needs. */
    private Object value(int column, String text) {
        boolean timestamp = names.get(column).endsWith("At");
        boolean typed = kind == DatabaseKind.H2 || kind == DatabaseKind.MARIADB;
        return timestamp && typed ? OffsetDateTime.parse(text) : text;
    }
}
