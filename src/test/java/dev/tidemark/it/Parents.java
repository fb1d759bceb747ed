package dev.tidemark.it;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API of a few records below each of many parents, and what a database has of them. */
final class Parents implements AutoCloseable {

    private static final int RECORDS = 3;
    private static final Instant START = Instant.parse("2024-01-15T10:00:00Z");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final int count;
    private final FakeApi api;
    private final AtomicInteger requests = new AtomicInteger();

    Parents(int count) throws IOException {
        this.count = count;
        this.api = new FakeApi(
                exchange -> FakeApi.respond(exchange, 200, "application/json", page(exchange.getRequestURI())));
    }

    /** The source that reads them, and their ids from a table. */
    SourceYaml source(int workers) {
        return new SourceYaml("timestamp", "child")
                .with("url", api.url() + "/parents/{parent}/children")
                .with("partitionQuery", "select \"id\" as \"parent\" from \"parent\"")
                .with("workers", workers)
                .sink("columns", "id:LONG, parent:LONG, updatedAt:UTC_DATETIME");
    }

    int requests() {
        return requests.get();
    }

    private String page(URI request) {
        requests.incrementAndGet();
        // Too many to keep.
        api.queries().clear();
        int parent = Integer.parseInt(request.getPath().replaceAll("\\D", ""));
        Instant since = Instant.parse(request.getQuery().substring("since=".length()));
        return records(parent).stream()
                .filter(at -> at.isAfter(since))
                .map(at -> "{\"id\":%d,\"parent\":%d,\"updatedAt\":\"%s\"}".formatted(id(parent, at), parent, at))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    /** When each record of a parent was changed, in order. */
    private static List<Instant> records(int parent) {
        return IntStream.range(0, RECORDS)
                .mapToObj(number -> START.plusSeconds(parent + 60L * number))
                .toList();
    }

    private static long id(int parent, Instant at) {
        return parent * 10L + records(parent).indexOf(at);
    }

    /** Makes the table of their ids. */
    void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table \"parent\" (\"id\" bigint primary key)");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("insert into \"parent\" values (?)")) {
            for (int parent = 0; parent < count; parent++) {
                insert.setInt(1, parent);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Expects all records up to the cursor of each partition; returns how many partitions have a cursor. */
    int expectRowsUpToCursors(Connection connection) throws SQLException, IOException {
        if (!UserTable.exists(connection, "tidemark_partitions")) {
            return 0;
        }
        Map<Integer, Set<Instant>> rows = rows(connection);
        int cursors = 0;
        try (Statement statement = connection.createStatement();
                ResultSet partition = statement.executeQuery("select partition_values, state from tidemark_partitions"
                        + " where source = 'child' and state is not null")) {
            while (partition.next()) {
                JsonNode values = MAPPER.readTree(partition.getString(1));
                JsonNode state = MAPPER.readTree(partition.getString(2));
                int parent = values.get("parent").intValue();
                Instant cursor = Instant.parse(state.get("last_timestamp").textValue());
                assertThat(rows.getOrDefault(parent, Set.of()))
                        .as("rows of the parent %d, whose cursor is %s", parent, cursor)
                        .containsAll(records(parent).stream()
                                .filter(at -> !at.isAfter(cursor))
                                .toList());
                cursors++;
            }
        }
        return cursors;
    }

    /** Expects all records of all parents, a cursor for each, and nothing else. */
    void expectAll(Connection connection) throws SQLException, IOException {
        assertThat(expectRowsUpToCursors(connection)).isEqualTo(count);
        Map<Integer, Set<Instant>> rows = rows(connection);
        assertThat(rows).hasSize(count);
        rows.forEach((parent, found) -> assertThat(found).hasSameElementsAs(records(parent)));
    }

    private static Map<Integer, Set<Instant>> rows(Connection connection) throws SQLException {
        Map<Integer, Set<Instant>> rows = new HashMap<>();
        if (!UserTable.exists(connection, "child")) {
            return rows;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select \"parent\", \"updatedAt\", \"id\" from \"child\"")) {
            while (row.next()) {
                Instant at = row.getObject(2, OffsetDateTime.class)
                        .withOffsetSameInstant(UTC)
                        .toInstant();
                assertThat(row.getLong(3)).isEqualTo(id(row.getInt(1), at));
                rows.computeIfAbsent(row.getInt(1), parent -> new HashSet<>()).add(at);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        api.close();
    }
}
