package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --watch}, while the files of {@code routes/} are edited. */
@Order(1)
final class HotEditIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PERIOD = "200ms";

    private static final String PLAIN =
            """
            - route:
                id: %s
                from:
                  uri: %s
                  steps:
                    - log:
                        message: x
            """;

    private static final String CONFIGURATION =
            """
            - routeConfiguration:
                id: all
                onException:
                  - onException:
                      exception:
                        - java.io.IOException
            """;

    @Test
    void filesAreAddedChangedBrokenFixedAndRemovedWhileOthersRun(@TempDir Path directory) throws Exception {
        try (Playground api = playground(200)) {
            Workplace workplace = workplace(directory, api).route("users.yaml", source("users", api, "user"));
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);

                workplace.route("more.yaml", source("more", api, "more") + source("third", api, "third"));
                awaitSync(program, "more", 1);
                awaitSync(program, "third", 1);

                workplace.route(
                        "more.yaml",
                        source("more", api, "more")
                                .replace("primaryKey", "versionColumn: \"updatedAt\"\n              primaryKey"));
                awaitLog(program, "more.yaml: changed; running: more");
                awaitSync(program, "more", count(program, "more") + 1);
                assertStopped(program, "third", "users");

                String whole = Files.readString(workplace.path("routes/more.yaml"));
                workplace.route("more.yaml", whole.replace("primaryKey", "primaryKye"));
                awaitLog(program, "routes/more.yaml: not loaded; more keep running as before");
                assertThat(program.err()).containsPattern("routes/more.yaml:\\d+: .*primaryKye");
                awaitSync(program, "more", count(program, "more") + 3);

                workplace.route("more.yaml", whole);
                awaitLog(program, "more.yaml: matches the running version again");

                Files.delete(workplace.path("routes/more.yaml"));
                awaitLog(program, "more.yaml: removed; stopped: more");
                assertStopped(program, "more", "users");

                program.terminate();
                Ended end = program.await().expect(0);
                assertThat(end.err()).doesNotContain("Exception", "ERROR");
                assertThat(failures(end.out())).isEmpty();
            }
        }
    }

    @Test
    void anEditBeginsAtOnceHoweverLongThePeriod(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            UserSource source =
                    UserSource.of("users", api.url() + "/incremental/timestamp").with("period", "1h");
            Workplace workplace = workplace(directory, api).route("users.yaml", source.toString());
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);
                for (int edit = 1; edit <= 10; edit++) {
                    workplace.route(
                            "users.yaml",
                            source.with("chunkSize", Integer.toString(1000 + edit))
                                    .toString());
                    awaitSync(program, "users", 1 + edit);
                }
                program.terminate();
                program.await().expect(0);
            }
        }
    }

    @Test
    void aRenamedFileKeepsItsSourcesAndTheLastOneThatGoesIsReported(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            Workplace workplace = workplace(directory, api).route("users.yaml", source("users", api, "user"));
            try (Program program = workplace.start("run", "--watch", "--json")) {
                Served served = Served.by(program);
                awaitSync(program, "users", 1);

                Files.move(workplace.path("routes/users.yaml"), workplace.path("routes/people.yaml"));
                awaitLog(program, "routes/users.yaml: removed; stopped: users");
                awaitLog(program, "routes/people.yaml: added; running: users");
                awaitSync(program, "users", count(program, "users") + 2);
                assertThat(program.err()).doesNotContain("no sources");
                assertThat(served.get("/observe/status").body()).contains("\"notice\":null");

                Files.delete(workplace.path("routes/people.yaml"));
                awaitLog(program, "people.yaml: removed; stopped: users");
                awaitLog(program, "no sources left: nothing is synced");
                await(program, "a notice", () -> served.get("/observe/status")
                        .body()
                        .contains("\"notice\":\"no sources: nothing is being synced\""));
                assertThat(served.get("/observe/health").statusCode()).isEqualTo(200);

                workplace.route("users.yaml", source("users", api, "user"));
                awaitSync(program, "users", count(program, "users") + 1);
            }
        }
    }

    @Test
    void aNameThatIsTakenIsRefusedUntilItIsFree(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            Workplace workplace = workplace(directory, api).route("users.yaml", source("users", api, "user"));
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);
                workplace.route("again.yaml", source("users", api, "again"));
                awaitLog(program, "again.yaml: not loaded; none of its routes are running");
                assertThat(program.err())
                        .containsPattern(
                                "again.yaml:\\d+: the source name `users` is already used by routes/users.yaml:\\d+");
                awaitSync(program, "users", count(program, "users") + 2);

                Files.delete(workplace.path("routes/users.yaml"));
                awaitLog(program, "again.yaml: added; running: users");
            }
        }
    }

    @Test
    void twoFilesMayExchangeTheirSources(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            Workplace workplace = workplace(directory, api)
                    .route("a.yaml", source("one", api, "one"))
                    .route("b.yaml", source("two", api, "two"));
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "one", 1);
                awaitSync(program, "two", 1);
                workplace.route("a.yaml", source("two", api, "two")).route("b.yaml", source("one", api, "one"));
                awaitLog(program, "a.yaml: changed; running: two");
                awaitLog(program, "b.yaml: changed; running: one");
                awaitSync(program, "one", count(program, "one") + 2);
                awaitSync(program, "two", count(program, "two") + 2);

                workplace.route("a.yaml", source("one", api, "one"));
                awaitLog(program, "a.yaml: not loaded; two keep running as before");
                workplace.route("b.yaml", source("two", api, "two"));
                awaitLog(program, "a.yaml: changed; running: one");
                awaitLog(program, "b.yaml: changed; running: two");
                awaitSync(program, "one", count(program, "one") + 2);
                awaitSync(program, "two", count(program, "two") + 2);
                assertThat(failures(program.out())).isEmpty();
            }
        }
    }

    @Test
    void aRunningSyncEndsAfterItsChunkAndItsNewRouteContinuesThere(@TempDir Path directory) throws Exception {
        try (Playground api = playground(50_000);
                DatabaseServer server = new DatabaseServer();
                UserTable table = new UserTable(server.url("edited"))) {
            UserSource source = UserSource.of("users", api.url() + "/incremental/timestamp")
                    .with("chunkSize", "250")
                    .with("period", PERIOD);
            String text = source.toString();
            // A minute: it cannot end before the edit is seen.
            String slow = source.slow().toString();
            Workplace workplace =
                    new Workplace(directory).database(server.url("edited")).route("users.yaml", slow);
            try (Program program = workplace.start("run", "--watch", "--json")) {
                Eventually.await("a checkpoint", PATIENCE, () -> table.rows() >= 500);
                workplace.route("users.yaml", text.replace("250", "5000"));
                awaitLog(program, "users.yaml: changed; running: users");
                Eventually.await("the rest", PATIENCE, () -> table.rows() == 50_000);
                Eventually.await("its end", PATIENCE, () -> !results(program.out(), "users", "ok")
                        .isEmpty());

                List<JsonNode> stopped = results(program.out(), "users", "stopped");
                assertThat(stopped).hasSize(1);
                assertThat(stopped.get(0).path("error").isNull()).isTrue();
                long before = stopped.get(0).get("rowsWritten").longValue();
                long after = results(program.out(), "users", "ok")
                        .get(0)
                        .get("rowsWritten")
                        .longValue();
                System.out.println("HotEditIT: " + before + " rows before the edit, " + after + " after it");
                assertThat(before + after).isEqualTo(50_000);
                assertThat(failures(program.out())).isEmpty();
            }
            table.expectSameAs(api);
        }
    }

    @Test
    void aFileWrittenInTwoPartsOrRenamedIntoPlaceNeverStopsWhatRuns(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            String text = source("users", api, "user");
            Workplace workplace = workplace(directory, api).route("users.yaml", text);
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);

                workplace.route("users.yaml", "");
                awaitLog(program, "users.yaml: not loaded; users keep running as before");
                workplace.route("users.yaml", text.substring(0, text.length() / 2));
                awaitSync(program, "users", count(program, "users") + 5);
                Path beside = workplace.path("routes/.users.yaml.swp");
                Files.writeString(beside, text.replace("timestamp\"\n", "timestamp\"\n        chunkSize: \"7\"\n"));
                Files.move(
                        beside,
                        workplace.path("routes/users.yaml"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                awaitLog(program, "users.yaml: changed; running: users");
                awaitSync(program, "users", count(program, "users") + 2);
                assertThat(program.err()).doesNotContain("stopped:");
                assertThat(failures(program.out())).isEmpty();
            }
        }
    }

    @Test
    void whatCamelCannotStartLeavesTheRoutesBeforeIt(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            String text = source("users", api, "user");
            Workplace workplace = workplace(directory, api).route("users.yaml", text);
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);
                workplace.route("users.yaml", text + PLAIN.formatted("odd", "nosuchcomponent:x"));
                awaitLog(program, "users.yaml: Camel cannot start its routes");
                awaitLog(program, "users.yaml: not loaded; users keep running as before");
                awaitSync(program, "users", count(program, "users") + 3);

                workplace.route(
                        "more.yaml",
                        source("more", api, "more")
                                .replace("steps:", "steps:\n        - to:\n            uri: nosuchcomponent:x"));
                awaitLog(program, "more.yaml: not loaded; none of its routes are running");
                assertThat(count(program, "more")).isZero();
                workplace.route("more.yaml", source("more", api, "more"));
                awaitSync(program, "more", 2);
                assertThat(failures(program.out())).isEmpty();
            }
        }
    }

    @Test
    void aTemplatesRoutesChangeWithIt(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            Workplace workplace = workplace(directory, api)
                    .set("api", api.url() + "/incremental/timestamp")
                    .route("users.yaml", source("users", api, "user"))
                    .route("a-template.yaml", SourceKinds.TEMPLATE)
                    .route("templated.yaml", SourceKinds.TEMPLATED);
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "templated", 1);
                awaitSync(program, "other", 1);
                awaitSync(program, "users", 1);

                workplace.route("a-template.yaml", SourceKinds.TEMPLATE.replace("period: 1s", "period: 1h"));
                awaitLog(program, "templated.yaml: changed; running: templated, other");
                awaitSync(program, "templated", count(program, "templated") + 1);
                assertStopped(program, "templated", "users");

                workplace.route("a-template.yaml", SourceKinds.TEMPLATE.replace("id: list", "id: lists"));
                awaitLog(program, "templated.yaml:2: unknown route template `list`; did you mean `lists`?");
                awaitLog(program, "templated.yaml: not loaded; templated, other keep running as before");
                workplace.route("a-template.yaml", SourceKinds.TEMPLATE);
                awaitSync(program, "templated", count(program, "templated") + 3);

                workplace.route("templated.yaml", SourceKinds.TEMPLATED.replace("value: other", "value: third"));
                awaitLog(program, "templated.yaml: changed; running: third; stopped: other; 1 unchanged");
                awaitSync(program, "third", 2);
                assertStopped(program, "other", "users");

                Files.delete(workplace.path("routes/templated.yaml"));
                awaitLog(program, "templated.yaml: removed; stopped: templated, third");
                assertStopped(program, "templated", "users");
                assertThat(failures(program.out())).isEmpty();
            }
        }
    }

    @Test
    void pipesAndUserDefinedKameletsAreLoadedToo(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            String url = api.url() + "/incremental/timestamp";
            String pipe = SourceKinds.pipe("piped", url).replace("PROPERTY", "period: 200ms");
            Workplace workplace =
                    workplace(directory, api).set("api", url).route("users.yaml", source("users", api, "user"));
            Files.createDirectories(workplace.path("routes/kamelets"));
            workplace
                    .route("kamelets/my-source.kamelet.yaml", SourceKinds.MY_SOURCE)
                    .route("kamelets/my-sink.kamelet.yaml", SourceKinds.MY_SINK);
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);

                workplace.route("pipe.yaml", pipe).route("nested.yaml", SourceKinds.NESTED);
                awaitSync(program, "piped", 2);
                awaitSync(program, "nested", 2);
                workplace.route("pipe.yaml", pipe.replace("kind: Kamelet", "kind: Service"));
                awaitLog(program, "pipe.yaml: not loaded; piped keep running as before");
                awaitSync(program, "piped", count(program, "piped") + 2);
                workplace.route("pipe.yaml", pipe.replace("name: piped", "name: renamed"));
                awaitLog(program, "pipe.yaml: changed; running: renamed");
                awaitSync(program, "renamed", 2);
                assertStopped(program, "piped", "users");

                Files.delete(workplace.path("routes/nested.yaml"));
                awaitLog(program, "nested.yaml: removed; stopped: nested");
                assertStopped(program, "nested", "users");
                assertThat(failures(program.out())).isEmpty();
            }
        }
    }

    @Test
    void whatTakesARestartIsSaid(@TempDir Path directory) throws Exception {
        try (Playground api = playground(20)) {
            Workplace workplace = workplace(directory, api).route("users.yaml", source("users", api, "user"));
            try (Program program = workplace.start("run", "--watch", "--json")) {
                awaitSync(program, "users", 1);
                awaitWatching(program, workplace);
                awaitLog(program, "those of routes/kamelets and of the configuration require a restart");
                workplace.route("all.yaml", CONFIGURATION);
                awaitLog(program, "all.yaml: requires a restart: it contains [routeConfiguration]");
            }
        }
    }

    /** A file that is loaded shows that the watch is on. */
    private static void awaitWatching(Program program, Workplace workplace) throws Exception {
        workplace.route("first.yaml", PLAIN.formatted("first", "timer:first"));
        awaitLog(program, "first.yaml: added");
    }

    private static Workplace workplace(Path directory, Playground api) throws IOException {
        return new Workplace(directory).set("playground.url", api.url());
    }

    private static Playground playground(int records) throws IOException {
        return Playground.start(PlaygroundOptions.defaults().withPort(0).withRecords(records));
    }

    private static String source(String name, Playground api, String table) {
        return UserSource.of(name, api.url() + "/incremental/timestamp")
                .with("period", PERIOD)
                .sink("table", table)
                .toString();
    }

    private static void awaitSync(Program program, String source, int times) throws Exception {
        await(program, times + " syncs of " + source, () -> count(program, source) >= times);
    }

    private static void awaitLog(Program program, String text) throws Exception {
        await(program, text, () -> program.err().contains(text));
    }

    private static void await(Program program, String what, Callable<Boolean> condition) throws Exception {
        try {
            Eventually.await(what, PATIENCE, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log: " + program.err(), e);
        }
    }

    /** Others sync on, and this one does not. */
    private static void assertStopped(Program program, String source, String other) throws Exception {
        int before = count(program, source);
        awaitSync(program, other, count(program, other) + 5);
        assertThat(count(program, source)).isEqualTo(before);
    }

    private static int count(Program program, String source) throws IOException {
        return results(program.out(), source, "ok").size();
    }

    private static List<JsonNode> failures(String out) throws IOException {
        List<JsonNode> failures = new ArrayList<>();
        for (String line : out.lines().toList()) {
            if (line.contains("\"status\":\"failed\"")) {
                failures.add(JSON.readTree(line));
            }
        }
        return failures;
    }

    private static List<JsonNode> results(String out, String source, String status) throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (String line : out.lines().toList()) {
            if (line.startsWith("{\"source\":\"" + source + "\"")
                    && line.endsWith("}")
                    && line.contains("\"status\":\"" + status + "\"")) {
                results.add(JSON.readTree(line));
            }
        }
        return results;
    }
}
