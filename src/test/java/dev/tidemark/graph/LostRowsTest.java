package dev.tidemark.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.FakeApi;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes a source's route cannot lose rows by it: the route works, or it is refused and says why. */
class LostRowsTest {

    private static final int RECORDS = 10;
    private static final String SOURCE =
            "{uri: \"kamelet:incremental-timestamp-source\", parameters: {source: numbers, url: \"{{api.url}}\"}";
    private static final String SINK =
            "to: {uri: \"kamelet:jdbc-upsert-sink\", parameters: {table: a, columns: \"id:INT,"
                    + " updatedAt:UTC_DATETIME\"}}";

    private TestDatabase database = TestDatabase.open();
    private FakeApi api;

    @BeforeEach
    void open() throws Exception {
        api = FakeApi.ofRecords(RECORDS);
    }

    @AfterEach
    void close() {
        database.close();
        api.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void rowsAndCheckpointShareATransactionWithPropertyParameters(DatabaseKind kind) throws Exception {
        database.close();
        database = TestDatabase.open(kind);
        String from = "camel.kamelet.incremental-timestamp-source.in.";
        String to = "camel.kamelet.jdbc-upsert-sink.out.";
        Map<String, String> parameters = Map.of(
                from + "source", "numbers",
                from + "url", api.url(),
                to + "table", "a",
                to + "primaryKey", "id",
                to + "columns", "id:INT, updatedAt:UTC_DATETIME");
        String route = "- route: {id: numbers, from: {uri: \"kamelet:incremental-timestamp-source/in\", steps: ["
                + "{to: {uri: \"kamelet:jdbc-upsert-sink/out\"}}]}}";

        assertOneTransaction(parameters, route);
    }

    @Test
    void rowsAndCheckpointShareATransactionInATemplatedRoute() throws Exception {
        String template =
                """
                - routeTemplate:
                    id: stream
                    parameters: [{name: name}, {name: into}, {name: key}]
                    from:
                      uri: kamelet:incremental-timestamp-source
                      parameters: {source: "{{name}}", url: "{{api.url}}"}
                      steps:
                        - to:
                            uri: kamelet:jdbc-upsert-sink
                            parameters:
                              table: "{{into}}"
                              primaryKey: "{{key}}"
                              columns: "id:INT, updatedAt:UTC_DATETIME"
                - templatedRoute:
                    routeId: numbers
                    routeTemplateRef: stream
                    parameters: [{name: name, value: numbers}, {name: into, value: a}, {name: key, value: id}]
                """;

        assertOneTransaction(Map.of(), template);
    }

    private void assertOneTransaction(Map<String, String> properties, String yaml) throws Exception {
        database.states().createTable();
        database.jdbc().execute("alter table tidemark_state add constraint refused check (version = 0)");

        SyncResult failed = sync(properties, yaml);

        assertThat(failed.error()).containsIgnoringCase("refused");
        assertThat(database.exists("a") ? database.count("\"a\"") : 0).isZero();
        database.jdbc().execute("alter table tidemark_state drop constraint refused");
        SyncResult result = sync(properties, yaml);
        assertThat(result.error()).isNull();
        assertThat(database.count("\"a\"")).isEqualTo(RECORDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{aggregate: {correlationExpression: {constant: {expression: x}}, aggregationStrategy: latest,"
                        + " completionSize: 100, steps: [{SINK}]}} | aggregate",
                "{resequence: {expression: {simple: {expression: \"${body}\"}}, steps: [{SINK}]}} | resequence",
                "{to: {uri: \"seda:later\"}} | to",
                "{threads: {poolSize: 2}}, {SINK} | threads",
                "{delay: {expression: {constant: {expression: 1}}}}, {SINK} | delay",
                "{throttle: {asyncDelayed: true, expression: {constant: {expression: 1}}}}, {SINK} | throttle",
                "{split: {parallelProcessing: true, expression: {simple: {expression: \"${body}\"}}, steps:"
                        + " [{SINK}]}} | split",
                "{multicast: {parallelProcessing: true, steps: [{SINK}, {log: {message: x}}]}} | multicast",
                "{recipientList: {parallelProcessing: true, expression: {constant: {expression: \"direct:now\"}}}}"
                        + " | recipientList",
                "{wireTap: {uri: \"direct:now\"}} | wireTap",
                "{filter: {expression: {simple: {expression: \"true\"}}, steps: [{threads: {poolSize: 2}}]}}, {SINK}"
                        + " | threads",
                "{to: {uri: \"direct:elsewhere\"}} | delay",
            })
    void aSinkInOrBehindAStepThatNobodyWaitsForIsRefusedAtStart(String steps, String step) {
        String others = "- route: {id: later, from: {uri: \"seda:later\", steps: [{" + SINK + "}]}}\n"
                + "- route: {id: now, from: {uri: \"direct:now\", steps: [{" + SINK + "}]}}\n"
                + "- route: {id: elsewhere, from: {uri: \"direct:elsewhere\", steps: ["
                + "{delay: {expression: {constant: {expression: 1}}}}, {to: {uri: \"direct:now\"}}]}}\n";

        assertThatThrownBy(() -> sync(Map.of(), others + route(steps)))
                .hasStackTraceContaining("`" + step + "` ")
                .hasStackTraceContaining("before they reach `jdbc-upsert-sink` (table `a`)");
        assertThat(api.queries()).isEmpty();
        assertThat(database.exists("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{wireTap: {uri: \"log:seen\"}}, {SINK}",
                "{to: {uri: \"seda:aside\"}}, {SINK}",
                "{multicast: {parallelProcessing: true, steps: [{log: {message: x}}]}}, {SINK}",
                "{delay: {asyncDelayed: false, expression: {constant: {expression: 1}}}}, {SINK}",
                "{throttle: {expression: {constant: {expression: 100}}}}, {SINK}",
                "{split: {expression: {simple: {expression: \"${body}\"}}, steps: [{SINK}]}}",
                "{aggregate: {correlationExpression: {constant: {expression: x}}, aggregationStrategy: latest,"
                        + " completionSize: 1, steps: [{log: {message: x}}]}}, {SINK}",
                "{kamelet: {name: passing}}, {SINK}",
                "{to: {uri: \"kamelet:passing\"}}, {SINK}",
                "{setBody: {expression: {simple: {expression: \"${empty(list)}\"}}}}, {SINK}",
            })
    void whatDoesNotHoldRecordsBackIsAllowed(String steps) throws Exception {
        String others = "- route: {id: aside, from: {uri: \"seda:aside\", steps: [{log: {message: x}}]}}\n"
                + "- routeTemplate: {id: passing, from: {uri: \"kamelet:source\", steps: [{log: {message: x}},"
                + " {to: {uri: \"kamelet:sink\"}}]}}\n";

        SyncResult result = sync(Map.of(), others + route(steps));

        assertThat(result.error()).isNull();
        assertThat(result.rowsWritten()).isEqualTo(steps.contains("empty(list)") ? 0 : RECORDS);
    }

    @Test
    void aKameletOfOnesOwnAroundASourceIsRefused() {
        String own = "- routeTemplate: {id: my-source, from: " + SOURCE
                + ", steps: [{log: {message: x}}, {to: {uri: \"kamelet:sink\"}}]}}\n"
                + "- route: {id: numbers, from: {uri: \"kamelet:my-source\", steps: [{" + SINK + "}]}}\n";

        assertThatThrownBy(() -> sync(Map.of(), own))
                .hasStackTraceContaining("Camel passes nothing out of such a Kamelet");
        assertThat(api.queries()).isEmpty();
    }

    @Test
    void aRouteWithoutAStepThatRunsIsRefused() {
        assertThatThrownBy(() -> sync(Map.of(), route("{log: {message: x, disabled: true}}")))
                .hasStackTraceContaining("the route has no step that processes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{doTry: {steps: [{throwException: {exceptionType: java.lang.IllegalStateException, message: x}},"
                        + " {SINK}],"
                        + " doCatch: [{exception: [java.lang.Exception], steps: [{log: {message: never mind}}]}]}}",
                "{split: {expression: {simple: {expression: \"${body[0][items]}\"}}, steps: [{SINK}]}}",
                "{loop: {expression: {constant: {expression: 0}}, steps: [{to: {uri: \"direct:now\"}}]}}",
            })
    void recordsThatComeToNoSinkFailTheSync(String steps) throws Exception {
        String now = "- route: {id: now, from: {uri: \"direct:now\", steps: [{" + SINK + "}]}}\n";

        SyncResult result = sync(Map.of(), now + route(steps));

        assertThat(result.error()).contains(RECORDS + " records did not reach a jdbc-upsert-sink");
        assertThat(database.states().find("numbers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{filter: {expression: {simple: {expression: \"false\"}}, steps: [{SINK}]}}",
                "{choice: {when: [{expression: {simple: {expression: \"false\"}}, steps: [{SINK}]}]}}",
                "{split: {expression: {simple: {expression: \"${body}\"}}, steps: [{filter: {expression: {simple:"
                        + " {expression: \"false\"}}, steps: [{SINK}]}}]}}",
                "{log: {message: x}}",
            })
    void recordsThatAreFilteredOnPurposeDoNot(String steps) throws Exception {
        SyncResult result = sync(Map.of(), route(steps));

        assertThat(result.error()).isNull();
        assertThat(database.states().find("numbers")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{log: {message: x}}",
                "{to: {uri: \"log:seen\"}}",
                "{setBody: {expression: {constant: {expression: \"[]\"}}}}, {to: {uri: \"direct:aside\"}}",
            })
    void aRouteThatWritesItsRecordsNowhereIsWarnedOfOnce(String steps) throws Exception {
        String aside = "- route: {id: aside, from: {uri: \"direct:aside\", steps: [{log: {message: x}}]}}\n";

        List<String> log = log(aside + route(steps));

        assertThat(log)
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains("routes-1.yaml:" + (aside + route("")).lines().count())
                .contains("no step of the route writes the source's records");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{to: {uri: \"mock:other\"}}",
                "{toD: {uri: \"mock:${routeId}\"}}",
                "{bean: {ref: latest, method: toString}}",
                "{to: {uri: \"direct:aside\"}}",
                "{filter: {expression: {simple: {expression: \"false\"}}, steps: [{SINK}]}}",
            })
    void aRouteThatMayWriteThemIsNot(String steps) throws Exception {
        String aside = "- route: {id: aside, from: {uri: \"direct:aside\", steps: [{to: {uri: \"mock:a\"}}]}}\n";

        assertThat(log(aside + route(steps))).noneMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void anEmptyListInPlaceOfAllRecordsIsWarnedOfOnce() throws Exception {
        String steps = "{setBody: {expression: {constant: {expression: \"[]\"}}}}, {SINK}";
        try (Routes routes = new Routes(
                database,
                Map.of("api.url", api.url(), "camel.kamelet.incremental-timestamp-source.repeatCount", "2"),
                route(steps).replace("source: numbers", "source: numbers, period: 1ms"))) {
            SyncResult first = routes.result();
            SyncResult second = routes.result();

            assertThat(first.error()).isNull();
            assertThat(first.warnings()).singleElement().asString().contains("an empty list instead of all ");
            assertThat(second.rowsRead()).isPositive();
            assertThat(second.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'query: \"since={cursor}&limit=5\"', '{SINK}', limit",
        "'pagesize: 5', '{SINK}', pagesize",
        "'pageSize: 5', '{to: {uri: \"kamelet:jdbc-upsert-sink?table=a&primarykey=id\"}}', primarykey",
    })
    void aParameterThatAKameletOfOursDoesNotHaveIsRefusedAtStart(String parameter, String steps, String name) {
        assertThatThrownBy(
                        () -> sync(Map.of(), route(steps).replace("source: numbers", "source: numbers, " + parameter)))
                .hasStackTraceContaining("has no parameter `" + name + "`");
        assertThat(api.queries()).isEmpty();
    }

    @Test
    void parametersOfOtherUsesOfAKameletAreNotMistakes() throws Exception {
        SyncResult result = sync(
                Map.of(
                        "camel.kamelet.jdbc-upsert-sink.other.table",
                        "b",
                        "camel.kamelet.jdbc-upsert-sink.primaryKey",
                        "id"),
                route("{SINK}"));

        assertThat(result.error()).isNull();
    }

    @Test
    void aRouteThatIsAddedLaterIsRefusedByEachSync() throws Exception {
        String first = "- route: {id: first, from: {uri: \"direct:first\", steps: [{log: {message: x}}]}}";
        try (Routes routes = new Routes(database, Map.of("api.url", api.url()), first)) {
            Routes.load(routes.context(), route("{threads: {poolSize: 2}}, {SINK}"));

            assertThat(routes.result().error()).contains("`threads` passes records to another thread");
        }
        assertThat(api.queries()).isEmpty();
        assertThat(database.exists("tidemark_state")).isFalse();
    }

    private List<String> log(String yaml) throws Exception {
        try (LogLines log = new LogLines()) {
            assertThat(sync(Map.of(), yaml).error()).isNull();
            return List.copyOf(log.all());
        }
    }

    private SyncResult sync(Map<String, String> properties, String yaml) throws Exception {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("api.url", api.url());
        try (Routes routes = new Routes(
                database,
                all,
                context -> context.getRegistry().bind("latest", new UseLatestAggregationStrategy()),
                yaml)) {
            return routes.result();
        }
    }

    private static String route(String steps) {
        return "- route: {id: numbers, from: " + SOURCE + ", steps: [" + steps.replace("{SINK}", "{" + SINK + "}")
                + "]}}\n";
    }
}
