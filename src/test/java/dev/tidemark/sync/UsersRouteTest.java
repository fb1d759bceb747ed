package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.TestDatabase;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route that the repository ships, in Camel's own test kit. */
class UsersRouteTest extends CamelTestSupport {

    private final TestDatabase database = TestDatabase.open();
    private final BlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();
    private final Playground playground;

    UsersRouteTest() throws Exception {
        playground = Playground.start(PlaygroundOptions.defaults().withPort(0));
    }

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withJMX(false);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Map<String, String> properties = Routes.syncs(0);
        properties.put("playground.url", playground.url());
        Routes.prepare(context, database, properties);
        context.getRegistry().bind("results", (SyncListener) results::add);
        Routes.load(
                context,
                Routes.file("routes/users.yaml").replace("source: users", "source: users\n        period: 50ms"));
        return context;
    }

    @AfterEach
    void stop() {
        context().stop();
        database.assertIdle();
        database.close();
        playground.close();
    }

    @Test
    void theFirstSyncWritesAllAndALaterOneWhatWasChangedAndNothingElse() throws Exception {
        SyncResult first = next();
        assertThat(first.status()).isEqualTo(SyncResult.Status.OK);
        assertThat(first.rowsWritten()).isEqualTo(200);
        assertThat(database.count("\"user\"")).isEqualTo(200);

        SyncResult idle = next();
        assertThat(idle.rowsWritten()).isZero();
        assertThat(idle.state()).isEqualTo(first.state());

        playground.touch(25);
        long written = 0;
        SyncResult result = idle;
        while (written == 0) {
            result = next();
            assertThat(result.status()).isEqualTo(SyncResult.Status.OK);
            written += result.rowsWritten();
        }
        assertThat(written).isEqualTo(25);
        assertThat(next().rowsWritten()).isZero();
        assertThat(database.count("\"user\"")).isEqualTo(200);
        assertThat(database.jdbc()
                        .queryForObject(
                                "select count(*) from \"user\" where \"_synced_at\" >"
                                        + " (select min(\"_synced_at\") from \"user\")",
                                Long.class))
                .isEqualTo(25);
        assertThat(database.exists("tidemark_rejects".toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(database.count("tidemark_rejects")).isZero();
    }

    private SyncResult next() throws InterruptedException {
        SyncResult result = results.poll(3, TimeUnit.MINUTES);
        if (result == null) {
            throw new AssertionError("no sync ended");
        }
        return result;
    }
}
