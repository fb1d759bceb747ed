package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncRun;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.testing.QuickContext;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A route with the real steps of a source and the real sink, which write to a database; only the request is a model's. */
final class RoutesRunner implements Runner, AutoCloseable {

    /** As the Kamelets of the sources have it, but for the trigger and the request. */
    private static final String SOURCE =
            """
            - routeTemplate:
                id: incremental-model-source
                parameters:
                  - name: source
                  - name: chunkSize
                beans:
                  - name: sync
                    type: "#class:dev.tidemark.sync.SyncSteps"
                    properties:
                      source: "{{source}}"
                      strategy: "#bean:model-strategy"
                  - name: page
                    type: "#class:dev.tidemark.page.PageReader"
                    properties:
                      pageInfoPath: pageInfo
                      chunkSize: "{{chunkSize}}"
                from:
                  uri: "direct:{{source}}"
                  steps:
                    - doTry:
                        steps:
                          - bean:
                              ref: "{{sync}}"
                              method: begin
                          - loop:
                              doWhile: true
                              expression:
                                method:
                                  ref: "{{sync}}"
                                  method: hasNext
                              steps:
                                - bean:
                                    ref: model
                                    method: respond
                                - split:
                                    streaming: true
                                    stopOnException: true
                                    expression:
                                      method:
                                        ref: "{{page}}"
                                        method: chunks
                                    steps:
                                      - bean:
                                          ref: model
                                          method: beforeChunk
                                      - to:
                                          uri: kamelet:sink
                                      - bean:
                                          ref: model
                                          method: afterChunk
                                      - bean:
                                          ref: "{{sync}}"
                                          method: chunkDone
                          - bean:
                              ref: "{{sync}}"
                              method: finish
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - bean:
                                  ref: "{{sync}}"
                                  method: fail
            """;

    private final TestDatabase database;
    private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
    private final CamelContext context = new QuickContext();
    private final Model model = new Model();
    private @Nullable SyncResult result;

    /** @param key the columns of the table's key, with commas between them */
    RoutesRunner(Api api, int chunkSize, String key, TestDatabase database) throws Exception {
        this.database = database;
        context.disableJMX();
        Routes.prepare(context, database, Map.of());
        context.getRegistry().bind("model", model);
        context.getRegistry().bind("model-strategy", api.strategy());
        context.getRegistry().bind("results", (SyncListener) ended -> result = ended);
        context.getRegistry()
                .bind(
                        "turns",
                        new SyncSchedule(
                                new Timings(Map.of(name, new Timing.Every(Duration.ZERO))),
                                () -> api.source().instant(),
                                null));
        Routes.load(
                context,
                SOURCE,
                new SourceYaml("model", name)
                        .with("chunkSize", chunkSize)
                        .sink("primaryKey", key)
                        .toString());
        context.start();
    }

    /** What the steps of the route tell the play. */
    public static final class Model {

        private @Nullable Play play;
        private boolean isToBeReported;
        private @Nullable Throwable thrown;

        /** A request is made. */
        public void respond(Exchange exchange) {
            tellPageRead();
            SyncRun run = SyncRun.of(exchange);
            attempt(() -> {
                Response response = play().respond(run.pages().next());
                isToBeReported = true;
                Map<String, @Nullable Object> body = new HashMap<>();
                body.put("data", response.items().stream().map(Item::row).toList());
                body.put("pageInfo", response.pageInfo());
                exchange.getMessage().setBody(TestApi.json(body).getBytes(StandardCharsets.UTF_8));
            });
        }

        /** A chunk is handed to the sink. */
        public void beforeChunk() {
            tellPageRead();
            attempt(() -> play().point());
        }

        /** The sink has committed it. */
        public void afterChunk() {
            attempt(() -> {
                play().committed();
                play().point();
            });
        }

        private void tellPageRead() {
            if (isToBeReported) {
                isToBeReported = false;
                attempt(() -> play().pageRead());
            }
        }

        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (AssertionError | RuntimeException e) {
                thrown = e;
                throw e;
            }
        }

        private Play play() {
            return Objects.requireNonNull(play);
        }
    }

    @Override
    public boolean sync(Play play) {
        model.play = play;
        model.isToBeReported = false;
        model.thrown = null;
        result = null;
        context.createProducerTemplate().send("direct:" + name, exchange -> {});
        Throwable thrown = model.thrown;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Play.BrokenOff) {
            throw new Play.BrokenOff();
        }
        SyncResult ended = Objects.requireNonNull(result, "no sync was run");
        if (ended.status() == SyncResult.Status.FAILED) {
            throw new IllegalStateException(ended.error());
        }
        model.tellPageRead();
        play.committed();
        return ended.status() == SyncResult.Status.OK;
    }

    @Override
    public Predicate<Item> table() {
        Set<Integer> versions = versions();
        return item -> versions.contains(item.version());
    }

    private Set<Integer> versions() {
        return database.exists(name)
                ? new HashSet<>(database.jdbc().queryForList("select \"version\" from \"" + name + "\"", Integer.class))
                : Set.of();
    }

    @Override
    public @Nullable ObjectNode state() {
        return database.states().findInTable(name).map(StoredState::state).orElse(null);
    }

    @Override
    public void close() {
        context.stop();
    }
}
