package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.observe.WatchedSource;
import dev.tidemark.testing.SourceYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the sources of a project are due. */
class ProjectTimingTest {

    private static final String KAMELET = "camel.kamelet.incremental-timestamp-source.";

    @TempDir
    Path folder = Path.of("");

    @Test
    void theConfigurationMaySetAScheduleForAllSources() throws Exception {
        try (Project project = project(
                source("daily"),
                Map.of(KAMELET + "schedule", "{{when}}", "when", "@daily", KAMELET + "period", "5m"))) {
            assertThat(runs(project)).containsExactly("@daily UTC");
        }
        try (Project project = project(source("often"), Map.of(KAMELET + "period", "5m"))) {
            assertThat(runs(project)).containsExactly("every 5m");
        }
    }

    @Test
    void aSourceIsStaleAfterThreeOfItsLongestPausesAndAFollowerLikeTheOneItFollows() throws Exception {
        Files.writeString(
                folder.resolve("weekly.yaml"),
                source("weekly").with("schedule", "0 0 6 * * MON").toString());
        Files.writeString(
                folder.resolve("child.yaml"),
                source("child").with("after", "weekly").toString());
        try (Project project = project(source("grandchild").with("after", "child"), Map.of())) {
            assertThat(project.timings().watched(project.sources()))
                    .hasSize(3)
                    .allMatch(source -> source.limits().maxStaleness().equals(Duration.ofDays(21)));
        }
    }

    @Test
    void aChangedFileMayFollowASourceOfAnotherFile() throws Exception {
        Path changed = folder.resolve("changed.yaml");
        try (Project project = project(source("users"), Map.of())) {
            Files.writeString(changed, source("orders").with("after", "users").toString());
            assertThat(new FileCheck(project, List.of()).check(changed).problems())
                    .isEmpty();

            Files.writeString(changed, source("orders").with("after", "usrs").toString());
            assertThat(new FileCheck(project, List.of()).check(changed).problems())
                    .singleElement()
                    .asString()
                    .contains("changed.yaml:1: ", "after `usrs` is not a source; did you mean `users`?");
        }
    }

    private static List<String> runs(Project project) {
        return project.timings().watched(project.sources()).stream()
                .map(WatchedSource::timing)
                .map(timing -> timing.text())
                .toList();
    }

    private static SourceYaml source(String name) {
        return new SourceYaml("timestamp", name).with("url", "http://127.0.0.1:1/" + name);
    }

    private Project project(SourceYaml source, Map<String, String> keys) throws Exception {
        Map<String, String> all = new HashMap<>(keys);
        all.put("tidemark.datasource.destination.url", "jdbc:h2:mem:unused");
        return Project.read(ProjectFolder.options(folder, source, all), Map.of());
    }
}
