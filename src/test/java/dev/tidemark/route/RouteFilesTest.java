package dev.tidemark.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesTest {
    private static final Map<String, String> PROPERTIES = Map.of(
            "users.strategy", "keyset",
            "api", "http://127.0.0.1:5001",
            "camel.kamelet.jdbc-upsert-sink.table", "from_configuration");

    private final Path directory;
    private final Kamelets kamelets;

    RouteFilesTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path folder = Files.createDirectory(directory.resolve("kamelets"));
        Files.writeString(
                folder.resolve("incremental-keyset-source.kamelet.yaml"),
                """
                metadata: {name: incremental-keyset-source}
                spec:
                  definition:
                    required: [source, url]
                    properties:
                      source: {type: string}
                      url: {type: string}
                      query: {type: string}
                      tokenPath: {type: string}
                """);
        Files.writeString(
                folder.resolve("jdbc-upsert-sink.kamelet.yaml"),
                """
                metadata: {name: jdbc-upsert-sink}
                spec:
                  definition:
                    required: [table]
                    properties:
                      table: {type: string}
                """);
        kamelets = Kamelets.in(folder);
    }

    @Test
    void aSourceIsReadWithItsNameStrategyRouteAndParameters() throws IOException {
        write(
                """
                # a comment
                - route:
                    id: "{{users.strategy}}-route"
                    from:
                      uri: "kamelet:incremental-{{users.strategy}}-source/users"
                      parameters:
                        source: users
                        url: "{{api}}/users"
                        query: RAW(a=1&b=2)
                        tokenPath: "{{?not.set}}"
                      steps:
                        - to:
                            uri: kamelet:jdbc-upsert-sink?table=user
                """);

        RouteFiles files = read();

        String file = directory.resolve("users.yaml").toString();
        assertThat(files.problems()).isEmpty();
        assertThat(files.sources())
                .containsExactly(new Source(
                        "users",
                        "keyset",
                        "keyset-route",
                        new SourceOrigin(file, 5, false),
                        new KameletUse(
                                "incremental-keyset-source",
                                Map.of("source", "users", "url", "http://127.0.0.1:5001/users", "query", "a=1&b=2"),
                                Map.of("http://127.0.0.1:5001/users", "{{api}}/users"),
                                file,
                                5,
                                Map.of(
                                        "source", file + ":7",
                                        "url", file + ":8",
                                        "query", file + ":9",
                                        "tokenPath", file + ":10"),
                                true),
                        List.of(new KameletUse(
                                "jdbc-upsert-sink",
                                Map.of("table", "user"),
                                Map.of(),
                                file,
                                13,
                                Map.of("table", file + ":13"),
                                true))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {to: "SINK"}                                                        | 1
                    {log: a}, {to: {uri: "SINK"}}                                       | 1
                    {kamelet: {name: jdbc-upsert-sink, parameters: {table: a}}}         | 1
                    {toD: "SINK"}                                                       | 1
                    {to: "SINK"}, {log: a}                                              | 1
                    {to: "SINK"}, {to: "SINK"}                                          | 2
                    {filter: {simple: a, steps: [{to: "SINK"}]}}                        | 1
                    {filter: {simple: a, steps: [{to: "SINK"}]}}, {to: "SINK"}          | 2
                    {wireTap: {uri: "SINK"}}                                            | 1
                    {to: {uri: "SINK", disabled: true}}, {log: a}                       | 0
                    {filter: {simple: a, steps: [{to: "SINK"}]}}, {to: {uri: "SINK", disabled: true}} | 1
                    {to: "log:a"}                                                       | 0
                    """)
    void everySinkOfASourceIsFoundHoweverDeep(String steps, int sinks) throws IOException {
        write(
                """
                - route:
                    id: users
                    from:
                      uri: kamelet:incremental-keyset-source?source=users&url=http://127.0.0.1
                      steps: [%s]
                """
                        .formatted(steps.replace("SINK", "kamelet:jdbc-upsert-sink?table=user")));

        RouteFiles files = read();

        assertThat(files.problems()).isEmpty();
        assertThat(files.sources()).singleElement().satisfies(source -> {
            assertThat(source.sinks()).hasSize(sinks);
        });
    }

    @Test
    void anOrdinaryCamelRouteIsAllowedAndIsNotASource() throws IOException {
        write(
                """
                - from:
                    uri: timer:x
                    steps:
                      - to: kamelet:jdbc-upsert-sink?table=user
                """);

        assertThat(read().problems()).isEmpty();
        assertThat(read().sources()).isEmpty();
    }

    @Test
    void aRequiredParameterMayComeFromTheConfiguration() throws IOException {
        write(
                """
                - from:
                    uri: timer:x
                    steps:
                      - to: kamelet:jdbc-upsert-sink
                """);

        assertThat(read().problems()).isEmpty();
    }

    @Test
    void anAbsentOptionalPlaceholderDoesNotStandForARequiredParameter() throws IOException {
        write(
                """
                - route:
                    id: users
                    from:
                      uri: kamelet:incremental-keyset-source
                      parameters: {source: users, url: "{{?not.set}}"}
                      steps: [{log: a}]
                """);

        assertThat(read().problems()).singleElement().asString().contains("needs the parameter `url`");
    }

    @Test
    void theFilesOfTheTemplatesThatAFileUsesAreKnown() throws IOException {
        Path template = Files.writeString(
                directory.resolve("z.yaml"),
                "- routeTemplate: {id: z, from: {uri: 'direct:z', steps: [{log: {message: x}}]}}\n");
        Files.writeString(
                directory.resolve("y.yaml"),
                "- routeTemplate: {id: y, from: {uri: 'direct:y', steps: [{log: {message: x}}]}}\n");
        Path user = Files.writeString(
                directory.resolve("a.yaml"),
                "- templatedRoute: {routeTemplateRef: z}\n- templatedRoute: {routeTemplateRef: none}\n");

        RouteFiles read = RouteFiles.readOne(user, PROPERTIES::get, kamelets);

        assertThat(read.templateFiles(user)).containsExactly(template);
    }

    @Test
    void filesAreReadInTheOrderOfTheirNamesAndFoldersAreNot() throws IOException {
        for (String name : List.of("b", "a", "folder/c")) {
            Path file = directory.resolve(name + ".yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    """
                    - route:
                        id: %1$s
                        from:
                          uri: kamelet:incremental-keyset-source?source=%1$s&url=http://127.0.0.1
                          steps: [{log: a}]
                    """
                            .formatted(name));
        }

        assertThat(read().sources()).extracting(Source::name).containsExactly("a", "b");
    }

    @Test
    void aDirectoryThatIsMissingEmptyOrAFileIsAProblem() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(problem(directory.resolve("nowhere"))).contains("nowhere: does not exist", "--routes");
        assertThat(problem(file)).contains("file: is not a directory", "--routes");
        assertThat(problem(directory)).contains("contains no *.yaml file", "--routes");
    }

    @Test
    void aDirectoryNamedLikeAFileIsAProblem() throws IOException {
        Files.createDirectory(directory.resolve("users.yaml"));

        assertThat(problem(directory)).contains("users.yaml: is a directory");
    }

    @Test
    void aFileThatIsNotUtf8IsAProblemWithItsLine() throws IOException {
        Files.write(
                directory.resolve("users.yaml"), "# one\n# Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problem(directory)).contains("users.yaml:2: is not UTF-8: byte 0xFC");
    }

    @Test
    void aByteOrderMarkIsNotAProblem() throws IOException {
        write("\uFEFF- from: {uri: timer:x, steps: []}\n");

        assertThat(read().problems()).isEmpty();
    }

    @Test
    void aControlCharacterIsAProblemWithItsLine() throws IOException {
        write("# one\n# \u0007 \uD83D\uDE00\n");

        assertThat(problem(directory)).contains("users.yaml:2: contains the character `\\u0007`");
    }

    @Test
    void aFileOfMoreThanOneMebibyteIsAProblem() throws IOException {
        write("- from: {uri: timer:x, steps: []}\n".repeat(31_000));

        assertThat(problem(directory)).contains("users.yaml: is larger than 1 MiB");
    }

    @Test
    void anAliasBombIsAProblem() throws IOException {
        StringBuilder bomb = new StringBuilder("- &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("- &a%d [*a%d, *a%d]%n".formatted(i, i - 1, i - 1));
        }
        write(bomb.toString());

        assertThat(problem(directory)).contains("users.yaml: uses more than 10 YAML aliases");
    }

    @ParameterizedTest
    @CsvSource({"150", "400000"})
    void endlessNestingIsAProblem(int depth) throws IOException {
        write("[".repeat(depth) + "]".repeat(depth));

        assertThat(problem(directory)).contains("nests lists and maps more than 100 deep");
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("users.yaml"), text);
    }

    private RouteFiles read() {
        return RouteFiles.read(directory, PROPERTIES::get, kamelets);
    }

    private String problem(Path path) {
        List<Problem> problems =
                RouteFiles.read(path, PROPERTIES::get, kamelets).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).toString();
    }
}
