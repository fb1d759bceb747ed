package dev.tidemark.sink;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A test of a sink that runs throughout it, over a database of one kind. */
abstract class RunningSink {

    final DatabaseKind kind;
    final TestDatabase database;
    private @Nullable Routes routes;

    RunningSink(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.withPool(kind, 2);
    }

    @AfterEach
    void close() {
        if (routes != null) {
            routes.close();
        }
        database.assertIdle();
        database.close();
    }

    /** @param parameters of the sink, each {@code name: value} */
    final void start(String... parameters) throws Exception {
        start(context -> {}, SinkRoute.of("in", parameters));
    }

    /** Starts a route of the test's own, from {@code direct:in}. */
    final void start(Consumer<CamelContext> more, String yaml) throws Exception {
        routes = new Routes(database, Map.of(), more, yaml);
    }

    final ProducerTemplate producer() {
        return Objects.requireNonNull(routes).context().createProducerTemplate();
    }

    final void send(@Nullable Object body) {
        producer().requestBody("direct:in", body);
    }
}
