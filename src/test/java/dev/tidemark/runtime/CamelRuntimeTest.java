package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a source has told its end, Camel may still be busy with it: whoever stops it then waits a second for nothing. */
class CamelRuntimeTest {

    @Test
    @Timeout(300)
    void isIdleOnlyWhenFinishedSyncsHaveLeftTheirRoutes(@TempDir Path folder) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        SyncListener slow = result -> {
            told.countDown();
            waitFor(released);
        };
        try (TestApi api = new TestApi(request -> Response.of(Map.of("data", List.of())));
                Project setup = setup(folder, api);
                CamelRuntime engine = new CamelRuntime(setup, setup.sources(), null, SyncOptions.NONE, slow)) {
            engine.start();
            told.await();
            assertThat(inFlight(engine)).isPositive();

            FutureTask<Integer> left = new FutureTask<>(() -> {
                engine.awaitIdle();
                return inFlight(engine);
            });
            Thread waiting = new Thread(left);
            waiting.start();
            Eventually.await(
                    "it waits, or does not",
                    Duration.ofMinutes(1),
                    () -> left.isDone() || waiting.getState() == Thread.State.TIMED_WAITING);
            released.countDown();

            assertThat(left.get()).isZero();
        }
    }

    /** As Camel counts what it waits for. */
    private static int inFlight(CamelRuntime engine) {
        return engine.context().getRoutes().stream()
                .mapToInt(route -> engine.context().getInflightRepository().size(route.getRouteId()))
                .sum();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Project setup(Path folder, TestApi api) throws Exception {
        Files.writeString(
                folder.resolve("records.yaml"),
                new SourceYaml("timestamp", "records")
                        .with("url", api.url("/records"))
                        .sink("primaryKey", "id")
                        .toString());
        Options options = new Options();
        options.routes = folder;
        options.config = Files.writeString(folder.resolve("application.properties"), "");
        options.overrides = Map.of(
                "tidemark.datasource.destination.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return Project.read(options, Map.of());
    }
}
