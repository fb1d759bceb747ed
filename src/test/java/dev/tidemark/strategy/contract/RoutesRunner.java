package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.partition.Partitions;
import dev.tidemark.state.StoredState;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncRun;
import dev.tidemark.testing.TestDatabase;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The syncs of a play, by a {@link ModelRoute}. */
final class RoutesRunner implements Runner, AutoCloseable {

    private final TestDatabase database;
    private final Model model = new Model();
    private final ModelRoute route;

    /** @param key the columns of the table's key, with commas between them */
    RoutesRunner(Api api, int chunkSize, String key, TestDatabase database) throws Exception {
        this.database = database;
        this.route = new ModelRoute(() -> api.source().instant());
        route.start(api.strategy(), chunkSize, key, database, model, new Partitions(), 1);
    }

    /** What the steps of the route tell the play. */
    public static final class Model implements ModelRoute.Model {

        private @Nullable Play play;
        private boolean isToBeReported;
        private @Nullable Throwable thrown;

        @Override
        public void respond(Exchange exchange) {
            tellPageRead();
            SyncRun run = SyncRun.of(exchange);
            attempt(() -> {
                Response response = play().respond(run.pages().next());
                isToBeReported = true;
                exchange.getMessage().setBody(ModelRoute.body(response));
            });
        }

        @Override
        public void beforeChunk(Exchange exchange) {
            tellPageRead();
            attempt(() -> play().point());
        }

        @Override
        public void afterChunk(Exchange exchange) {
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
        SyncResult ended = route.sync();
        Throwable thrown = model.thrown;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Play.BrokenOff) {
            throw new Play.BrokenOff();
        }
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
        String table = route.name();
        return database.exists(table)
                ? new HashSet<>(
                        database.jdbc().queryForList("select \"version\" from \"" + table + "\"", Integer.class))
                : Set.of();
    }

    @Override
    public @Nullable ObjectNode state() {
        return database.states()
                .findInTable(route.name())
                .map(StoredState::state)
                .orElse(null);
    }

    @Override
    public void close() {
        route.close();
    }
}
