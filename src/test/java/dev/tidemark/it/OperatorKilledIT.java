package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Integration;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The process of an {@link Integration}, whose properties are in files that are mounted. It is killed at a checkpoint and, started
 * again, at the commit of the next chunk.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class OperatorKilledIT {

    private static final int RECORDS = 300;

    private static final String AT_CHECKPOINT =
            "trigger held before update on tidemark_state for each row when (new.version > 1)";

    /** Whatever the transaction holds waits for its rows, and nothing that it does not hold. */
    private static final String AT_COMMIT =
            "constraint trigger held after insert on mine deferrable initially deferred for each row";

    private static final String COLUMNS = "id:STRING, name:STRING, email:STRING, address:STRING, company:STRING,"
            + " job:STRING, updatedAt:UTC_DATETIME, createdAt:UTC_DATETIME";

    private static final Pattern REACHED =
            Pattern.compile("\"(last_timestamp|last_updated_at|current_id)\": ?\"?([^\",}]+)");

    private final DatabaseKind.Address database = DatabaseKind.POSTGRESQL.create();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp   | /incremental/timestamp    |",
                "replay      | /incremental/replay       |",
                "keyset      | /pagination/keyset        | order=ascending",
                "offset      | /pagination/offset        | order=ascending",
                "page-number | /pagination/page_number   | order=ascending",
                "next-url    | /pagination/next_page_url | order=ascending",
                "step-size   | /incremental/step         | idField=number, stepSize=5",
                "key-based   |                           | dataSource=warehouse, table=origin, keyField=id, cursorField=updatedAt"
            })
    void theTableIsTheSourceAfterKillsAtACheckpointAndACommit(
            String strategy, @Nullable String path, @Nullable String parameters, @TempDir Path directory)
            throws Exception {
        try (Playground api = Playground.start(
                        PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS));
                UserTable table = new UserTable(database, "mine")) {
            List<User> users = User.all(api);
            if (path == null) {
                copy(users, table.connection());
            }
            List<String> arguments = List.of(
                    "file:" + databases(directory) + ",file:"
                            + parameters(
                                    directory,
                                    strategy,
                                    Arrays.asList(path == null ? null : "url=" + api.url() + path, parameters)),
                    Files.writeString(directory.resolve("pipe.yaml"), Integration.of(strategy))
                            .toString());
            stateTable();

            killAt(AT_CHECKPOINT, directory, arguments, table, users);
            killAt(AT_COMMIT, directory, arguments, table, users);

            try (Program pod = LibraryUserProcess.start(directory, "postgresql", arguments)) {
                assertThat(pod.await().expect(0).out()).contains("mine: ok");
            }
            table.expectSameAs(api);
            assertThat(reached(table, users)).isEqualTo(RECORDS);
        }
    }

    /** Kills it while it waits in the middle of a transaction. */
    private void killAt(String trigger, Path directory, List<String> arguments, UserTable table, List<User> users)
            throws Exception {
        try (HeldWrites held = new HeldWrites(database, trigger);
                Program pod = LibraryUserProcess.start(directory, "postgresql", arguments)) {
            held.await(pod);
            expectTheRowsOfTheState(table, users);
        }
        expectTheRowsOfTheState(table, users);
    }

    private static void expectTheRowsOfTheState(UserTable table, List<User> users) throws SQLException {
        assertThat(table.rows())
                .as("rows when the state is %s", table.state("mine"))
                .isBetween(1L, RECORDS - 1L)
                .isEqualTo(reached(table, users));
    }

    /** How many records of the source the state says are in the table. */
    private static long reached(UserTable table, List<User> users) throws SQLException {
        Matcher state = REACHED.matcher(table.state("mine"));
        assertThat(state.find()).as(table.state("mine")).isTrue();
        if (state.group(1).equals("current_id")) {
            return Long.parseLong(state.group(2));
        }
        Instant cursor = Instant.parse(state.group(2));
        return users.stream().filter(user -> !user.updatedAt().isAfter(cursor)).count();
    }

    private void stateTable() {
        try (TestDatabase own = TestDatabase.at(database)) {
            own.states().createTable();
        }
    }

    private Path databases(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : List.of("destination", "warehouse")) {
            String prefix = "tidemark.datasource." + name;
            lines.add(prefix + ".url=" + database.url());
            lines.add(prefix + ".username=" + database.user());
            lines.add(prefix + ".password=" + database.password());
        }
        return Files.write(directory.resolve("application.properties"), lines);
    }

    private static Path parameters(Path directory, String strategy, List<@Nullable String> given) throws IOException {
        String source = "camel.kamelet.incremental-" + strategy + "-source.source.";
        String sink = "camel.kamelet.jdbc-upsert-sink.sink.";
        List<String> lines = new ArrayList<>(List.of(
                source + "source=mine",
                source + "repeatCount=1",
                source + "chunkSize=5",
                sink + "table=mine",
                sink + "columns=" + COLUMNS));
        for (String each : given) {
            if (each != null) {
                for (String parameter : each.split(", ")) {
                    lines.add(source + parameter);
                }
            }
        }
        return Files.write(directory.resolve("user.properties"), lines);
    }

    private static void copy(List<User> users, Connection connection) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(
                    "create table origin (id text primary key, name text, email text, address text, company text,"
                            + " job text, \"updatedAt\" timestamptz, \"createdAt\" timestamptz)");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into origin values (?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)")) {
            for (User user : users) {
                insert.setString(1, user.id());
                insert.setString(2, user.name());
                insert.setString(3, user.email());
                insert.setString(4, user.address());
                insert.setString(5, user.company());
                insert.setString(6, user.job());
                insert.setString(7, user.updatedAt().toString());
                insert.setString(8, user.createdAt().toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
