package dev.tidemark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.schedule.Timing;
import dev.tidemark.schedule.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchedSourcesTest {

    private final Timings timings = new Timings();
    private final HealthSettings health = HealthSettings.of(Map.of(), new ArrayList<>());
    private final WatchedSources sources = new WatchedSources();

    @Test
    void aFollowerIsStaleLaterWhenItsParentIsDueLessOften() {
        begin("parent", new Timing.Every(Duration.ofHours(1)));
        begin("child", new Timing.After("parent"));
        begin("grandchild", new Timing.After("child"));
        assertThat(staleAfter()).containsOnly(Duration.ofHours(3));

        begin("parent", new Timing.Every(Duration.ofDays(1)));

        assertThat(staleAfter()).hasSize(3).containsOnly(Duration.ofDays(3));
    }

    private void begin(String name, Timing timing) {
        timings.put(name, timing);
        sources.begin(
                List.of(new WatchedSource(name, "timestamp", timing, health.limits(name, timing, timings), null)),
                source -> health.limits(source.name(), source.timing(), timings));
    }

    private List<Duration> staleAfter() {
        return sources.all().stream()
                .map(source -> source.limits().maxStaleness())
                .toList();
    }
}
