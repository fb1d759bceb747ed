package dev.tidemark.strategy.contract;

import dev.tidemark.partition.Partitions;
import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import dev.tidemark.state.SyncResult;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.sync.UnitTopic;
import dev.tidemark.sync.WorkChannel;
import dev.tidemark.testing.QuickContext;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A route with the real steps of a source and the real sink, which write to a database; only the request is a model's. */
final class ModelRoute implements AutoCloseable {

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
                      topic: "#bean:model-topic"
                      partitions: "#bean:model-partitions"
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
                          - bean:
                              ref: "{{sync}}"
                              method: handOut
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

    private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
    private final CamelContext context = new QuickContext();
    private final InstantSource clock;
    private @Nullable SyncResult result;

    /** What the steps of the route tell, in the order of a page. */
    public interface Model {

        /** A request is made. */
        void respond(Exchange exchange);

        /** A chunk is handed to the sink. */
        void beforeChunk(Exchange exchange);

        /** The sink has committed it. */
        void afterChunk(Exchange exchange);
    }

    /** @param clock what the program's clock says when a sync begins */
    ModelRoute(InstantSource clock) {
        this.clock = clock;
    }

    /** The name of the source and its table. */
    String name() {
        return name;
    }

    /**
     * Starts it.
     *
     * @param key the columns of the table's key, with commas between them
     * @param workers how many partitions are fetched at a time
     */
    void start(
            Strategy strategy,
            int chunkSize,
            String key,
            TestDatabase database,
            Model model,
            Partitions partitions,
            int workers)
            throws Exception {
        context.disableJMX();
        Routes.prepare(context, database, Map.of());
        context.getRegistry().bind("model", model);
        context.getRegistry().bind("model-strategy", strategy);
        context.getRegistry().bind("model-partitions", partitions);
        context.getRegistry().bind("model-topic", new Workers(workers));
        context.getRegistry().bind("results", (SyncListener) ended -> result = ended);
        context.getRegistry()
                .bind(
                        "turns",
                        new SyncSchedule(new Timings(Map.of(name, new Timing.Every(Duration.ZERO))), clock, null));
        Routes.load(
                context,
                SOURCE,
                new SourceYaml("model", name)
                        .with("chunkSize", chunkSize)
                        .sink("primaryKey", key)
                        .toString());
        context.start();
    }

    /** Syncs once. */
    SyncResult sync() {
        result = null;
        context.createProducerTemplate().send("direct:" + name, exchange -> {});
        return Objects.requireNonNull(result, "no sync was run");
    }

    /** The body of a response. */
    static byte[] body(Response response) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("data", response.items().stream().map(Item::row).toList());
        body.put("pageInfo", response.pageInfo());
        return TestApi.json(body).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.stop();
    }

    /** Those of this process alone. */
    private record Workers(int workers) implements UnitTopic {

        @Override
        public boolean isUsed() {
            return false;
        }

        @Override
        public WorkChannel open(CamelContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
