package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final String PATH = "/cursors/companies";
    private static final PlaygroundOptions LIMITED = Playgrounds.OPTIONS.withRateLimit(5);

    private final TestClock clock = new TestClock();

    @Test
    void anEmptyBucketIsA429UntilTheTimeItNames() throws Exception {
        try (Playground playground = Playgrounds.start(LIMITED, clock)) {
            Client client = new Client(playground);
            for (int remaining = 4; remaining >= 0; remaining--) {
                Client.Reply reply = client.get(PATH);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("X-RateLimit-Limit")).isEqualTo("5");
                assertThat(reply.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(remaining));
            }
            Client.Reply refused = client.get(PATH);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error()).contains("2 s");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
            assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("10");

            clock.advance(Duration.ofMillis(1900));
            assertThat(client.get(PATH).header("Retry-After")).isEqualTo("1");
            clock.advance(Duration.ofMillis(100));
            assertThat(client.get(PATH).status()).isEqualTo(200);
            assertThat(client.get(PATH).status()).isEqualTo(429);
        }
    }

    @Test
    void aFullBucketHoldsNoMoreThanItsCapacity() throws Exception {
        try (Playground playground = Playgrounds.start(LIMITED, clock)) {
            clock.advance(Duration.ofDays(1));
            assertThat(new Client(playground).get(PATH).header("X-RateLimit-Remaining"))
                    .isEqualTo("4");
        }
    }

    @Test
    void refusalsOfAnyKindReportTheRemainingLimit() throws Exception {
        try (Playground playground = Playgrounds.start(LIMITED, clock)) {
            assertThat(new Client(playground).get("/nowhere").header("X-RateLimit-Remaining"))
                    .isEqualTo("4");
        }
    }

    @Test
    void withoutALimitNothingIsSaidOfOne() throws Exception {
        try (Playground playground = Playgrounds.start(Playgrounds.OPTIONS, clock)) {
            assertThat(new Client(playground).get(PATH).header("X-RateLimit-Limit"))
                    .isEmpty();
        }
    }
}
