package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found before anything is contacted: exit status 2, and a message that says what, where and what to do. */
final class WrongUsageIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    /** Something that a user did to a workplace in which everything was right. */
    private interface Spoil {
        void spoil(Workplace workplace, UserSource users) throws Exception;
    }

    /**
     * A mistake.
     *
     * @param command what is run
     * @param says what the message must hold
     */
    private record Mistake(Spoil spoil, List<String> command, List<String> says) {}

    static Stream<Named<Mistake>> mistakes() {
        return Stream.of(
                usage("unknown command", List.of("snyc"), "snyc", "sync"),
                usage("no command", List.of(), "command is missing", "sync"),
                usage("unknown option", List.of("sync", "--jsno"), "--jsno"),
                usage("unknown source", List.of("sync", "usres"), "usres", "users"),
                usage("unknown source beside a known one", List.of("sync", "users", "usres"), "usres", "[users]"),
                usage("missing config file", List.of("sync", "--config", "nowhere.properties"), "nowhere.properties"),
                usage("missing routes directory", List.of("sync", "--routes", "nowhere"), "nowhere", "--routes"),
                route("unknown strategy", users -> users.strategy("timestmap"), "timestmap", "mean `timestamp`"),
                route("misspelt parameter", users -> users.with("cursorFeild", "x"), "cursorFeild", "`cursorField`"),
                route("wrong type", users -> users.with("chunkSize", "many"), "chunkSize", "many", "whole number"),
                route("out of range", users -> users.with("chunkSize", "0"), "chunkSize", "`0`", "from 1 to 100000"),
                route("missing parameter", users -> users.without("url"), "needs the parameter `url`"),
                route(
                        "url without a scheme",
                        users -> users.with("url", "127.0.0.1/users"),
                        "url",
                        "begin it with https://"),
                route("unknown boundary", users -> users.with("boundary", "closed"), "closed", "inclusive"),
                route("unknown cursor type", users -> users.with("cursorType", "date"), "`date`", "epoch-seconds"),
                route("no period", users -> users.with("period", "soon"), "period", "soon", "60s"),
                route("unknown name in the query", users -> users.with("query", "since={nonsense}"), "{nonsense}"),
                route("no pair in the query", users -> users.with("query", "since"), "`since`", "name=value"),
                route(
                        "initial cursor of another type",
                        users -> users.with("cursorType", "number"),
                        "initialCursor",
                        "0001-01-01T00:00:00Z",
                        "number"),
                route(
                        "text cursor of an exclusive API",
                        users -> users.with("cursorType", "text"),
                        "text",
                        "boundary",
                        "inclusive"),
                route("no cursor format", users -> users.with("cursorFormat", "qqqqqqqq{"), "cursorFormat", "qqqq"),
                route("no zone", users -> users.with("cursorZone", "Paris"), "cursorZone", "Paris", "Europe/Paris"),
                route("unknown column type", users -> users.sink("columns", "id:STRNG"), "STRNG", "STRING"),
                route("column without a type", users -> users.sink("columns", "id"), "`id`", "name:TYPE"),
                route("key that is no column", users -> users.sink("primaryKey", "key"), "`key`", "[id, name"),
                route("version that is no column", users -> users.sink("versionColumn", "v"), "versionColumn", "`v`"),
                route("unknown database", users -> users.sink("dataSource", "dest"), "dest", "[destination]"),
                route("missing table", users -> users.sink("table", ""), "table"),
                setting("unknown key", "tidemark.datasorce.x.url", "jdbc:h2:x", "tidemark.datasorce.x.url", "NAME"),
                setting("unknown part", "tidemark.datasource.destination.urll", "x", "urll", ".poolSize"),
                setting("unknown cluster", "tidemark.cluster", "nomad", "tidemark.cluster", "nomad", "kubernetes"),
                setting("cluster over an embedded database", "tidemark.cluster", "file", "one process only", "server"),
                setting("cluster without its libraries", "tidemark.cluster", "kubernetes", "-Pkubernetes package"),
                setting("no pool size", "tidemark.datasource.destination.poolSize", "many", "poolSize", "many"),
                setting("empty url", "tidemark.datasource.destination.url", "", "destination.url"),
                setting(
                        "placeholder without a value",
                        "tidemark.datasource.destination.password",
                        "{{env:TIDEMARK_NOT_SET}}",
                        "destination.password",
                        "TIDEMARK_NOT_SET"),
                client("unknown login", "auth", "beaer", "`beaer`", "mean `bearer`", "oauth2"),
                client("misspelt key", "maxRetrys", "1", "maxRetrys", "mean `maxRetries`"),
                client("key of another login", "token", "x", "default.token", "auth=bearer"),
                client("missing token", "auth", "bearer", "default.token", "missing"),
                client("secret without a value", "headers.X", "{{env:TIDEMARK_NOT_SET}}", "TIDEMARK_NOT_SET"),
                client("no header name", "headers.X/Y", "1", "headers.X/Y"),
                setting(
                        "unknown database of the state",
                        "tidemark.state.datasource",
                        "destinatoin",
                        "`destinatoin`",
                        "mean `destination`"),
                client("no duration", "deadline", "soon", "deadline", "`soon`", "60s"),
                client("no rate", "rateLimit", "fast", "rateLimit", "`fast`", "10/s"),
                client("no size", "maxResponseBytes", "big", "maxResponseBytes", "500MB"),
                client("too many retries", "maxRetries", "-1", "maxRetries", "from 0 to 100"),
                client("no trust store", "trustStore", "nowhere.pem", "trustStore", "nowhere.pem"),
                client("proxy with a password", "proxy", "http://me:canary@host:1", "proxy", "user or password"),
                client("proxy that is a file", "proxy", "file:/etc/hosts", "proxy", "https://"),
                route("unknown client", users -> users.with("client", "defualt"), "`defualt`", "mean `default`"),
                route("url with a password", users -> users.with("url", "http://me:canary@127.0.0.1/users"), "url"),
                route("file for a url", users -> users.with("url", "file:/etc/passwd"), "url", "it must be https://"),
                route("unknown method", users -> users.with("method", "PUT"), "`PUT`", "POST"),
                route("body of a GET", users -> users.with("bodyTemplate", "[1]"), "bodyTemplate", "method"),
                route(
                        "secret in the query",
                        users -> users.with("query", "since={cursor}; api_key=canary"),
                        "`api_key`",
                        "tidemark.client"),
                mistake(
                        "two sources with one name",
                        (workplace, users) -> workplace.route("zzz.yaml", users.toString()),
                        List.of("sync"),
                        "zzz.yaml:4",
                        "users",
                        "users.yaml:4"),
                mistake(
                        "malformed YAML",
                        (workplace, users) -> workplace.route("broken.yaml", "- route:\n   id: [\n"),
                        List.of("sync"),
                        "broken.yaml:"),
                mistake(
                        "routes that are a file",
                        (workplace, users) -> Files.writeString(workplace.path("file"), ""),
                        List.of("sync", "--routes", "file"),
                        "is not a directory"),
                mistake(
                        "no routes",
                        (workplace, users) -> Files.delete(workplace.path("routes/users.yaml")),
                        List.of("sync"),
                        "routes",
                        "*.yaml"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isSaidAndNothingIsContactedOrWritten(Mistake mistake, @TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.answering(200, "application/json", "{\"data\":[]}")) {
            Workplace workplace = new Workplace(directory);
            UserSource users = UserSource.of("users", api.url());
            workplace.route("users.yaml", users.toString());
            mistake.spoil().spoil(workplace, users);

            Ended end = workplace.run(mistake.command().toArray(String[]::new)).expect(2);

            assertThat(end.err()).contains(mistake.says()).doesNotContain("canary");
            assertThat(end.out()).isEmpty();
            assertThat(end.time()).isLessThan(SOON);
            assertThat(api.queries()).isEmpty();
            assertThat(workplace.path("data")).doesNotExist();
        }
    }

    @Test
    void allProblemsAreSaidAtOnce(@TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.answering(200, "application/json", "{\"data\":[]}")) {
            Workplace workplace = new Workplace(directory)
                    .route(
                            "one.yaml",
                            UserSource.of("one", api.url())
                                    .with("chunkSize", "many")
                                    .with("cursorFeild", "x")
                                    .toString())
                    .route(
                            "other.yaml",
                            UserSource.of("other", api.url())
                                    .strategy("timestmap")
                                    .toString())
                    .set("tidemark.datasource.destination.poolSize", "0");

            for (String command : List.of("sync", "run", "check")) {
                Ended end = workplace.run(command).expect(2);

                assertThat(end.err())
                        .contains("one.yaml", "many", "cursorFeild", "other.yaml", "timestmap", "poolSize");
                assertThat(api.queries()).isEmpty();
                assertThat(workplace.path("data")).doesNotExist();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed(@TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.silent()) {
            String port = api.url().replaceFirst(".*:", "");

            Ended end =
                    new Workplace(directory).run("playground", "--port", port).expect(2);

            assertThat(end.err()).contains(port, "taken", "--port");
        }
    }

    private static Named<Mistake> usage(String name, List<String> command, String... says) {
        return mistake(name, (workplace, users) -> {}, command, says);
    }

    private static Named<Mistake> route(String name, UnaryOperator<UserSource> change, String... says) {
        return mistake(
                name,
                (workplace, users) ->
                        workplace.route("users.yaml", change.apply(users).toString()),
                List.of("sync"),
                says);
    }

    private static Named<Mistake> client(String name, String key, String value, String... says) {
        return setting("client: " + name, "tidemark.client.default." + key, value, says);
    }

    private static Named<Mistake> setting(String name, String key, String value, String... says) {
        return mistake(name, (workplace, users) -> workplace.set(key, value), List.of("sync"), says);
    }

    private static Named<Mistake> mistake(String name, Spoil spoil, List<String> command, String... says) {
        return named(name, new Mistake(spoil, command, List.of(says)));
    }
}
