package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timings;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.sync.SyncOptions;
import dev.tidemark.sync.SyncSchedule;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} does with sources that have a schedule or follow another. */
class TimedRunTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicInteger ofParent = new AtomicInteger();
    private final TestApi api =
            TestApi.parallel(request -> request.path().equals("/parent") && ofParent.incrementAndGet() > 1
                    ? Response.text(404, "{}")
                    : Response.of(Map.of("data", List.of())));
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final LogLines log = new LogLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(api, log));

    private Path folder = Path.of("");

    @BeforeEach
    void configuration(@TempDir Path directory) throws Exception {
        folder = directory;
        Files.writeString(folder.resolve("application.properties"), "");
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void followersRunOncePerSuccessOfTheirParentAndNotAfterAFailure() throws Exception {
        route(source("parent").with("period", "1500ms").with("repeatCount", 2));
        route(source("child").with("after", "parent"));
        route(source("grandchild").with("after", "child"));
        run();

        Eventually.await("all three levels", PATIENCE, () -> asked("grandchild") == 1);
        Eventually.await("the failure", PATIENCE, () -> log.all()
                .contains("WARN child: not started: it follows the source `parent`, which failed"));
        long ticks = now() + 2;
        Eventually.await("two more ticks", PATIENCE, () -> now() >= ticks);
        assertThat(List.of(asked("parent"), asked("child"), asked("grandchild")))
                .containsExactly(2L, 1L, 1L);
        assertThat(log.all()).filteredOn(line -> line.contains("not started")).hasSize(1);
    }

    @Test
    void aRestartMakesUpForTheTimeThatWasMissed() throws Exception {
        route(source("missed").with("schedule", "0 0 0 1 1 *"));
        route(source("waiting").with("schedule", "0 0 0 1 1 *").with("runMissed", "false"));
        route(source("never").with("schedule", "0 0 0 1 1 *"));
        Project project = project();
        for (String source : List.of("missed", "waiting")) {
            project.tables().history().add(synced(source, Instant.now().minus(Duration.ofDays(400))));
        }
        start(project);

        Eventually.await("the missed one", PATIENCE, () -> asked("missed") == 1);
        long ticks = now() + 2;
        Eventually.await("two more ticks", PATIENCE, () -> now() >= ticks);
        assertThat(List.of(asked("missed"), asked("waiting"), asked("never"))).containsExactly(1L, 0L, 0L);
    }

    @Test
    void twoProcessesRunAScheduledTimeOnce() throws Exception {
        route(source("shared").with("schedule", "0/2 * * * * *"));
        Project project = run();
        run();

        Eventually.await(
                "some syncs",
                PATIENCE,
                () -> project.tables().history().newest("shared", 100).size() >= 3);
        List<Long> times = project.tables().history().newest("shared", 100).stream()
                .map(sync -> sync.start().at().getEpochSecond() / 2)
                .toList();
        assertThat(times).doesNotHaveDuplicates();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private long asked(String source) {
        return api.requests().stream()
                .filter(request -> request.path().equals("/" + source))
                .count();
    }

    private SourceYaml source(String name) {
        return new SourceYaml("timestamp", name).with("url", api.url("/" + name));
    }

    private void route(SourceYaml source) throws Exception {
        Files.writeString(folder.resolve(UUID.randomUUID() + ".yaml"), source.toString());
    }

    private Project project() {
        Options options = new Options();
        options.routes = folder;
        options.config = folder.resolve("application.properties");
        options.overrides = Map.of("tidemark.datasource.destination.url", database);
        Project project = Project.read(options, Map.of());
        open.add(project);
        return project;
    }

    private Project run() {
        Project project = project();
        start(project);
        return project;
    }

    private void start(Project project) {
        Timings timings = project.timings().all();
        SyncSchedule schedule = new SyncSchedule(
                timings, InstantSource.system(), project.tables().history());
        CamelRuntime runtime = new CamelRuntime(project, project.sources(), schedule, SyncOptions.NONE, result -> {});
        open.add(runtime);
        runtime.start();
    }

    private static SyncResult synced(String source, Instant at) {
        return new SyncResult(
                SyncStart.at(source, "timestamp", at, false),
                SyncResult.Status.OK,
                RowCounts.NONE,
                null,
                1,
                null,
                List.of());
    }
}
