package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlaygroundOptionsTest {

    private final PlaygroundOptions defaults = PlaygroundOptions.defaults();

    @Test
    void valuesOutOfRangeAreRefusedWithTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withRecords(-1))
                .withMessage("records must be between 0 and 10000000, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withPort(65_536))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withRateLimit(-1))
                .withMessageContaining("rateLimit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withLatency(Duration.ofMillis(-1)))
                .withMessageContaining("latency");
    }

    @Test
    void everyWithChangesItsOwnValueOnly() {
        assertThat(defaults.withPort(1)
                        .withRecords(2)
                        .withSeed(3)
                        .withTies(true)
                        .withGaps(true)
                        .withLatency(Duration.ofMillis(4))
                        .withRateLimit(5))
                .isEqualTo(new PlaygroundOptions(1, 2, 3, true, true, Duration.ofMillis(4), 5));
    }

    @Test
    void latencyDelaysResponses() throws Exception {
        Duration latency = Duration.ofMillis(150);
        try (Playground playground = Playground.start(defaults.withPort(0).withLatency(latency))) {
            long start = System.nanoTime();
            new Client(playground).get("/cursors/companies");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
        }
    }

    @Test
    void aPlaygroundMayBeEmpty() throws Exception {
        try (Playground playground = Playground.start(defaults.withPort(0).withRecords(0))) {
            Client client = new Client(playground);
            assertThat(client.get("/incremental/timestamp").data()).isEmpty();
            assertThat(client.get("/pagination/keyset")
                            .json()
                            .path("scroll_param")
                            .isNull())
                    .isTrue();
            assertThat(client.get("/pagination/page_number")
                            .json()
                            .path("total_pages")
                            .asInt())
                    .isZero();
            assertThat(client.get("/history/users").data()).isEmpty();
            assertThat(playground.touch(5)).isZero();
            assertThat(playground.insert(5)).isEqualTo(5);
            assertThat(client.get("/incremental/timestamp").data()).hasSize(5);
        }
    }
}
