package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}, the history that it reads, and sources that fail or are held by others. */
final class StatusIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Playground api;
    private DatabaseServer server;
    private UserTable table;
    private Workplace workplace;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = Playground.start(PlaygroundOptions.defaults().withPort(0));
        server = new DatabaseServer();
        String url = server.url(directory.getFileName().toString());
        table = new UserTable(url);
        workplace = new Workplace(directory)
                .database(url)
                .route("users.yaml", source("users", "/incremental/timestamp").toString());
    }

    @AfterEach
    void close() throws Exception {
        table.close();
        server.close();
        api.close();
    }

    @Test
    void everySourceIsListedEvenOnesThatWereNeverSynced() throws Exception {
        workplace
                .route("broken.yaml", source("broken", "/nothing-here").toString())
                .route("later.yaml", source("later", "/incremental/timestamp").toString());
        workplace.run("sync", "users", "broken").expect(1);

        assertThat(workplace.run("status").expect(0).out().lines())
                .anyMatch(line -> line.matches("broken +timestamp +failed +up +never +0 .*404.*"))
                .anyMatch(line -> line.matches("later +timestamp +never +up +never +0 *"))
                .anyMatch(line -> line.matches(
                        "users +timestamp +ok +up +20\\d\\d-\\S+Z +200 +0 +\\d+d \\d+h +20\\d\\d-\\S+Z *"));
        List<JsonNode> json = workplace.run("status", "--json").expect(0).json();
        assertThat(json).extracting(each -> each.get("source").textValue()).containsExactly("broken", "later", "users");
        JsonNode users = json.get(2);
        assertThat(users.get("status").textValue()).isEqualTo("ok");
        assertThat(users.get("rowsWritten").longValue()).isEqualTo(200);
        assertThat(users.get("lagSeconds").doubleValue()).isPositive();
        assertThat(users.get("error").isNull()).isTrue();
        assertThat(json.get(0).get("error").textValue()).contains("404");
        assertThat(json.get(1).get("lastSuccess").isNull()).isTrue();
        assertThat(workplace.run("status", "--json", "users").expect(0).result().get("source"))
                .isEqualTo(users.get("source"));
    }

    @Test
    void theHistoryHasOneRowASyncAndNoMoreThanAreToBeKept() throws Exception {
        workplace.set("tidemark.history.keep", "2");
        for (int sync = 0; sync < 3; sync++) {
            workplace.run("sync").expect(0);
        }

        assertThat(table.number("select count(*) from tidemark_syncs where source = 'users' and status = 'ok'"))
                .isEqualTo(2);
        assertThat(table.number("select count(*) from tidemark_syncs where state_before is not null"
                        + " and state_after is not null and ended_at >= started_at"))
                .isEqualTo(2);
    }

    @Test
    void aHistoryThatCannotBeWrittenFailsNoSync() throws Exception {
        table.connection().createStatement().execute("create table tidemark_syncs (id int)");

        Ended sync = workplace.run("sync").expect(0);

        assertThat(sync.err()).contains("users: this sync is not in the history");
        table.expectSameAs(api);
    }

    @Test
    void anInvalidNumberToKeepIsRefused() throws Exception {
        for (String wrong : List.of("0", "many", "-1", "")) {
            Ended end = workplace
                    .run("sync", "-p", "tidemark.history.keep=" + wrong)
                    .expect(2);

            assertThat(end.err()).contains("tidemark.history.keep is `" + wrong + "`", "whole number from 1");
        }
    }

    @Test
    void aSourceThatAnotherProcessSyncsIsSkippedAndItsStateKept() throws Exception {
        workplace.run("sync").expect(0);
        String before = table.state("users");
        hold("elsewhere:77");

        Ended sync = workplace.run("sync", "--json").expect(1);
        assertThat(sync.result().get("error").textValue()).contains("being synced by elsewhere:77 (since 20");
        assertThat(table.number("select count(*) from tidemark_syncs")).isEqualTo(1);
        for (String[] command : new String[][] {
            {"state", "reset", "users"},
            {"state", "set", "users", "{\"last_timestamp\":\"2024-12-30T00:00:00Z\"}"},
            {"state", "rewind", "users", "--to", "2024-12-30T00:00:00Z"}
        }) {
            assertThat(workplace.run(command).expect(1).err()).contains("elsewhere:77", "--force");
        }
        assertThat(table.state("users")).isEqualTo(before);
        assertThat(workplace.run("status").expect(0).out()).contains("running", "elsewhere:77");

        workplace.run("state", "reset", "users", "--force").expect(0);
        assertThat(table.state("users")).isEqualTo("none");
    }

    @Test
    void runSkipsASourceThatAnotherProcessSyncsAndSaysSoOnce() throws Exception {
        workplace
                .route(
                        "users.yaml",
                        source("users", "/incremental/timestamp")
                                .with("period", "200ms")
                                .toString())
                .route(
                        "other.yaml",
                        source("other", "/incremental/timestamp")
                                .with("period", "200ms")
                                .toString());
        workplace.run("status").expect(0);
        hold("elsewhere:77");

        try (Program program = workplace.start("run")) {
            Eventually.await("some syncs of the other", PATIENCE, () -> syncs("other") > 5);
            assertThat(syncs("users")).isZero();
            table.connection().createStatement().execute("update tidemark_leases set held_until = 0");
            Eventually.await("the turn of users", PATIENCE, () -> syncs("users") > 0);
            program.terminate();
            Ended end = program.await().expect(0);

            assertThat(end.err().lines().filter(line -> line.contains("elsewhere:77")))
                    .hasSize(1);
            assertThat(end.err()).doesNotContain("ERROR");
        }
    }

    @Test
    void sourcesThatFailOrHangHoldUpNoOtherAndAreTriedLessOften() throws Exception {
        try (FakeApi silent = FakeApi.silent();
                FakeApi refusing = FakeApi.responding(404, "application/json", "{}")) {
            workplace
                    .route(
                            "users.yaml",
                            source("users", "/incremental/timestamp")
                                    .with("period", "200ms")
                                    .toString())
                    .route(
                            "silent.yaml",
                            UserSource.of("silent", silent.url())
                                    .with("period", "200ms")
                                    .toString())
                    .route(
                            "broken.yaml",
                            UserSource.of("broken", refusing.url())
                                    .with("period", "200ms")
                                    .toString());

            try (Program program = workplace.start("run")) {
                Eventually.await("a request of the silent one", PATIENCE, () -> !silent.queries()
                        .isEmpty());
                long before = syncs("users");
                Eventually.await("many syncs", PATIENCE, () -> syncs("users") >= before + 20);
                Eventually.await("a try", PATIENCE, () -> !refusing.queries().isEmpty());
                int tries = refusing.queries().size();
                long meanwhile = syncs("users");
                program.terminate();
                Ended end = program.await().expect(0);

                assertThat((long) tries).isLessThan(meanwhile / 2);
                assertThat(end.err()).containsPattern("broken: .*404.*; next try at 20\\d\\d-\\S+Z");
            }
        }
    }

    @Test
    void aLeaseIsGivenBackAtTheEndAndTakenOverFromAProcessThatWasKilled() throws Exception {
        workplace.run("sync").expect(0);
        assertThat(table.number("select held_until from tidemark_leases where source = 'users'"))
                .isZero();

        try (FakeApi silent = FakeApi.silent()) {
            workplace.route("users.yaml", UserSource.of("users", silent.url()).toString());
            try (Program killed = workplace.start("sync")) {
                Eventually.await("a request", PATIENCE, () -> !silent.queries().isEmpty());
                assertThat(killed.killAfter(Duration.ZERO)).isTrue();
            }
        }
        assertThat(table.number("select held_until from tidemark_leases where source = 'users'"))
                .isPositive();
        workplace.route("users.yaml", source("users", "/incremental/timestamp").toString());

        workplace.run("sync").expect(0);
    }

    private long syncs(String source) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(table.connection().getMetaData().getURL(), "sa", "")) {
            var tables = connection
                    .createStatement()
                    .executeQuery("select count(*) from information_schema.tables where table_name = 'TIDEMARK_SYNCS'");
            tables.next();
            if (tables.getInt(1) == 0) {
                return 0;
            }
            var count = connection
                    .createStatement()
                    .executeQuery("select count(*) from tidemark_syncs where source = '" + source + "'");
            count.next();
            return count.getLong(1);
        }
    }

    /** As a process on another host does it. */
    private void hold(String owner) throws Exception {
        long now = System.currentTimeMillis();
        try (var statement = table.connection().createStatement()) {
            statement.execute("delete from tidemark_leases");
            statement.execute(
                    "insert into tidemark_leases (source, owner, token, held_since, held_until, state_version)"
                            + " values ('users', '" + owner + "', 'token', " + now + ", " + (now + 600_000) + ", 0)");
        }
    }

    private UserSource source(String name, String path) {
        return UserSource.of(name, api.url() + path);
    }
}
