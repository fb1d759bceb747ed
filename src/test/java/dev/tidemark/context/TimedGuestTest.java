package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.LogLines;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources with a schedule, or that follow another, in an application that Tidemark is a guest of. */
class TimedGuestTest {

    private final TestApi api = TestApi.parallel(request -> Response.of(Map.of("data", List.of())));
    private final PlainContext plain = new PlainContext();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        plain.close();
        log.close();
        api.close();
    }

    @Test
    void aSourceFollowsAnotherAndOneWithAScheduleComesAtItsTimes() throws Exception {
        start(
                source("child").with("after", "parent"),
                source("parent").with("repeatCount", 1),
                source("yearly").with("schedule", "0 0 0 1 1 *"),
                source("often").with("schedule", "* * * * * *"));

        List<String> first = List.of(next(), next(), next());
        assertThat(first).contains("parent", "child", "often").doesNotContain("yearly");
        assertThat(first).containsSubsequence("parent", "child");
    }

    @Test
    void aSourceThatFollowsAnUnknownOneIsReported() throws Exception {
        start(source("child").with("after", "elsewhere"), source("often").with("schedule", "* * * * * *"));
        next();
        next();

        assertThat(log.all())
                .filteredOn(
                        line -> line.startsWith("WARN child: it follows the source `elsewhere`, which this program"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "schedule, 0 15 2 * *, runMissed, true, schedule `0 15 2 * *` is not a cron expression",
        "schedule, @daily, scheduleZone, Mars/Base, scheduleZone `Mars/Base` is not a known time zone",
        "schedule, @daily, after, others, after and `schedule` exclude each other",
        "schedule, @daily, repeatCount, 3, repeatCount is `3`",
        "after, others, repeatCount, 3, repeatCount is `3`",
        "after, others, scheduleZone, Europe/Berlin, scheduleZone is without effect",
        "period, 5m, runMissed, false, runMissed is without effect",
        "schedule, @daily, runMissed, fales, runMissed is `fales`"
    })
    void aMistakeStopsTheStart(String one, String value, String other, String otherValue, String message) {
        assertThatThrownBy(() -> start(source("users").with(one, value).with(other, otherValue)))
                .hasStackTraceContaining("source users: " + message);
    }

    private String next() throws InterruptedException {
        return plain.result().source();
    }

    private SourceYaml source(String name) {
        return new SourceYaml("timestamp", name).with("url", api.url("/" + name));
    }

    private void start(SourceYaml... sources) throws Exception {
        Properties properties = new Properties();
        properties.setProperty(
                "tidemark.datasource.destination.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        plain.context().getPropertiesComponent().setInitialProperties(properties);
        String[] yaml = new String[sources.length];
        for (int i = 0; i < yaml.length; i++) {
            yaml[i] = sources[i].toString();
        }
        plain.start(yaml);
    }
}
