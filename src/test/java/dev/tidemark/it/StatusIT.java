package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The history, and sources that fail or are held by others. */
final class StatusIT extends WithUsers {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @BeforeEach
    void route() throws Exception {
        workplace.route("users.yaml", source("users", "/incremental/timestamp").toString());
    }

    @Test
    void aHistoryThatCannotBeWrittenFailsNoSync() throws Exception {
        table.connection().createStatement().execute("create table tidemark_syncs (id int)");

        Ended sync = workplace.run("sync").expect(0);

        assertThat(sync.err()).contains("users: could not add this sync to the history");
        table.expectSameAs(api);
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
        table.hold("users", "elsewhere:77");

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
}
