package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.CapturedOutput;
import dev.tidemark.testing.TestApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is found before anything is contacted: exit status 2, and a message that says what, where and what to do. In this
 * JVM; {@link WrongUsageIT} sees that the packaged program ends alike.
 */
final class WrongUsageTest {

    static Stream<Named<Mistake>> mistakes() {
        return Stream.of(
                Mistake.usage("unknown command", List.of("snyc"), "snyc", "sync"),
                Mistake.usage("no command", List.of(), "command is missing", "sync"),
                Mistake.usage("unknown option", List.of("sync", "--jsno"), "--jsno"),
                Mistake.usage("unknown source", List.of("sync", "usres"), "usres", "users"),
                Mistake.usage(
                        "unknown source beside a known one", List.of("sync", "users", "usres"), "usres", "[users]"),
                Mistake.usage(
                        "missing config file", List.of("sync", "--config", "nowhere.properties"), "nowhere.properties"),
                Mistake.usage(
                        "missing routes directory", List.of("sync", "--routes", "nowhere"), "nowhere", "--routes"),
                Mistake.route(
                        "unknown strategy", users -> users.strategy("timestmap"), "timestmap", "mean `timestamp`"),
                Mistake.route(
                        "misspelt parameter", users -> users.with("cursorFeild", "x"), "cursorFeild", "`cursorField`"),
                Mistake.route(
                        "wrong type", users -> users.with("chunkSize", "many"), "chunkSize", "many", "whole number"),
                Mistake.route(
                        "out of range", users -> users.with("chunkSize", "0"), "chunkSize", "`0`", "from 1 to 100000"),
                Mistake.route("missing parameter", users -> users.without("url"), "needs the parameter `url`"),
                Mistake.route(
                        "url without a scheme",
                        users -> users.with("url", "127.0.0.1/users"),
                        "url",
                        "start it with https://"),
                Mistake.route("unknown boundary", users -> users.with("boundary", "closed"), "closed", "inclusive"),
                Mistake.route(
                        "unknown cursor type", users -> users.with("cursorType", "date"), "`date`", "epoch-seconds"),
                Mistake.route("no period", users -> users.with("period", "soon"), "period", "soon", "60s"),
                Mistake.route(
                        "unknown name in the query", users -> users.with("query", "since={nonsense}"), "{nonsense}"),
                Mistake.route("no pair in the query", users -> users.with("query", "since"), "`since`", "name=value"),
                Mistake.route(
                        "initial cursor of another type",
                        users -> users.with("cursorType", "number"),
                        "initialCursor",
                        "0001-01-01T00:00:00Z",
                        "number"),
                Mistake.route(
                        "text cursor of an exclusive API",
                        users -> users.with("cursorType", "text"),
                        "text",
                        "boundary",
                        "inclusive"),
                Mistake.route(
                        "no cursor format", users -> users.with("cursorFormat", "qqqqqqqq{"), "cursorFormat", "qqqq"),
                Mistake.route(
                        "no zone", users -> users.with("cursorZone", "Paris"), "cursorZone", "Paris", "Europe/Paris"),
                Mistake.route("unknown column type", users -> users.sink("columns", "id:STRNG"), "STRNG", "STRING"),
                Mistake.route("column without a type", users -> users.sink("columns", "id"), "`id`", "name:TYPE"),
                Mistake.route(
                        "key that is not a column", users -> users.sink("primaryKey", "key"), "`key`", "[id, name"),
                Mistake.route(
                        "version that is not a column",
                        users -> users.sink("versionColumn", "v"),
                        "versionColumn",
                        "`v`"),
                Mistake.route("unknown database", users -> users.sink("dataSource", "dest"), "dest", "[destination]"),
                Mistake.route("missing table", users -> users.sink("table", ""), "table"),
                Mistake.setting(
                        "unknown key", "tidemark.datasorce.x.url", "jdbc:h2:x", "tidemark.datasorce.x.url", "NAME"),
                Mistake.setting("unknown part", "tidemark.datasource.destination.urll", "x", "urll", ".poolSize"),
                Mistake.setting(
                        "unknown cluster", "tidemark.cluster", "nomad", "tidemark.cluster", "nomad", "kubernetes"),
                Mistake.setting(
                        "cluster over an embedded database", "tidemark.cluster", "file", "only one process", "server"),
                Mistake.setting("no pool size", "tidemark.datasource.destination.poolSize", "many", "poolSize", "many"),
                Mistake.setting("empty url", "tidemark.datasource.destination.url", "", "destination.url"),
                Mistake.setting(
                        "placeholder without a value",
                        "tidemark.datasource.destination.password",
                        "{{env:TIDEMARK_NOT_SET}}",
                        "destination.password",
                        "TIDEMARK_NOT_SET"),
                Mistake.client("unknown login", "auth", "beaer", "`beaer`", "mean `bearer`", "oauth2"),
                Mistake.client("misspelt key", "maxRetrys", "1", "maxRetrys", "mean `maxRetries`"),
                Mistake.client("key of another login", "token", "x", "default.token", "auth=bearer"),
                Mistake.client("missing token", "auth", "bearer", "default.token", "missing"),
                Mistake.client("secret without a value", "headers.X", "{{env:TIDEMARK_NOT_SET}}", "TIDEMARK_NOT_SET"),
                Mistake.client("no header name", "headers.X/Y", "1", "headers.X/Y"),
                Mistake.setting(
                        "unknown database of the state",
                        "tidemark.state.datasource",
                        "destinatoin",
                        "`destinatoin`",
                        "mean `destination`"),
                Mistake.client("no duration", "deadline", "soon", "deadline", "`soon`", "60s"),
                Mistake.client("no rate", "rateLimit", "fast", "rateLimit", "`fast`", "10/s"),
                Mistake.client("no size", "maxResponseBytes", "big", "maxResponseBytes", "500MB"),
                Mistake.client("too many retries", "maxRetries", "-1", "maxRetries", "from 0 to 100"),
                Mistake.client("no trust store", "trustStore", "nowhere.pem", "trustStore", "nowhere.pem"),
                Mistake.client(
                        "proxy with a password", "proxy", "http://me:canary@host:1", "proxy", "user or password"),
                Mistake.client("proxy that is a file", "proxy", "file:/etc/hosts", "proxy", "https://"),
                Mistake.route(
                        "unknown client", users -> users.with("client", "defualt"), "`defualt`", "mean `default`"),
                Mistake.route(
                        "url with a password", users -> users.with("url", "http://me:canary@127.0.0.1/users"), "url"),
                Mistake.route(
                        "file for a url", users -> users.with("url", "file:/etc/passwd"), "url", "it must be https://"),
                Mistake.route("unknown method", users -> users.with("method", "PUT"), "`PUT`", "POST"),
                Mistake.route("body of a GET", users -> users.with("bodyTemplate", "[1]"), "bodyTemplate", "method"),
                Mistake.route(
                        "secret in the query",
                        users -> users.with("query", "since={cursor}; api_key=canary"),
                        "`api_key`",
                        "tidemark.client"),
                Mistake.mistake(
                        "two sources with one name",
                        (workplace, users) -> workplace.route("zzz.yaml", users.toString()),
                        List.of("sync"),
                        "zzz.yaml:4",
                        "users",
                        "users.yaml:4"),
                Mistake.mistake(
                        "malformed YAML",
                        (workplace, users) -> workplace.route("broken.yaml", "- route:\n   id: [\n"),
                        List.of("sync"),
                        "broken.yaml:"),
                Mistake.mistake(
                        "routes that are a file",
                        (workplace, users) -> Files.writeString(workplace.path("file"), ""),
                        List.of("sync", "--routes", "file"),
                        "is not a directory"),
                Mistake.mistake(
                        "no routes",
                        (workplace, users) -> Files.delete(workplace.path("routes/users.yaml")),
                        List.of("sync"),
                        "routes",
                        "*.yaml"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isSaidAndNothingIsContactedOrWritten(Mistake mistake, @TempDir Path directory) throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.text(200, "{\"data\":[]}"))) {
            mistake.in(directory, api.url(""));

            CapturedOutput said = run(directory, mistake.command());

            assertThat(said.status()).as(said.text()).isEqualTo(2);
            mistake.requireSaid(said.text(), said.out(), said.time());
            assertThat(api.requests()).isEmpty();
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void allProblemsAreSaidAtOnce(@TempDir Path directory) throws Exception {
        try (TestApi api = new TestApi(request -> TestApi.Response.text(200, "{\"data\":[]}"))) {
            Mistake.severalAtOnce().in(directory, api.url(""));
            for (String command : List.of("sync", "run", "check")) {
                CapturedOutput said = run(directory, List.of(command));

                assertThat(said.status()).as(said.text()).isEqualTo(2);
                assertThat(said.text()).contains(Mistake.severalAtOnce().says());
                assertThat(api.requests()).isEmpty();
                assertThat(directory.resolve("data")).doesNotExist();
            }
        }
    }

    /** As if that directory were the program's. Other commands do not have its options. */
    private static CapturedOutput run(Path directory, List<String> command) {
        return !command.isEmpty() && List.of("sync", "run", "check").contains(command.get(0))
                ? Workplace.call(directory, command)
                : CapturedOutput.by(command);
    }
}
