package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.FakeApi;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;

/** However a sync fails to begin, it has one result that says why. */
class FailedBeginTest {

    private final List<SyncResult> all = new CopyOnWriteArrayList<>();

    @Test
    void anErrorOfAStateRepositoryIsTheResult() throws Exception {
        StateRepository<String, String> broken = new BrokenStates();
        SyncResult result = sync(
                source -> source.with("stateRepository", "broken"),
                context -> context.context().getRegistry().bind("broken", broken));
        assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
        assertThat(result.error()).contains("no class for it");
    }

    @Test
    void aListenerThatFailsIsReportedOnce() throws Exception {
        SyncResult result = sync(
                source -> source, context -> context.context().getRegistry().bind("failing", new SyncListener() {
                    @Override
                    public void began(Progress progress) {
                        throw new IllegalStateException("a listener's own fault");
                    }

                    @Override
                    public void ended(SyncResult ended) {
                        all.add(ended);
                    }
                }));
        assertThat(result.error()).contains("a listener's own fault");
        assertThat(all).containsExactly(result);
    }

    private static SyncResult sync(UnaryOperator<SourceYaml> more, Consumer<PlainContext> bind) throws Exception {
        try (TestDatabase database = TestDatabase.open();
                FakeApi api = FakeApi.ofRecords(10);
                PlainContext context = new PlainContext()) {
            context.context().getRegistry().bind("destination", database.dataSource());
            bind.accept(context);
            context.start(more.apply(new SourceYaml("timestamp", "t")
                            .with("url", api.url())
                            .with("repeatCount", 1))
                    .toString());
            return context.result();
        }
    }

    private static final class BrokenStates extends ServiceSupport implements StateRepository<String, String> {

        @Override
        public void setState(String key, String value) {
            throw new NoClassDefFoundError("no class for it");
        }

        @Override
        public String getState(String key) {
            throw new NoClassDefFoundError("no class for it");
        }
    }
}
