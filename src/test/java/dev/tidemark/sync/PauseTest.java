package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class PauseTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aConditionThatBecomesTrueEndsAPauseAtOnce() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            CompletableFuture<Void> pause = CompletableFuture.runAsync(() -> Pause.until(
                    () -> {
                        paused.countDown();
                        return context.isStopping() || context.isStopped();
                    },
                    HOUR,
                    context));
            paused.await();
            assertThat(pause).isNotDone();

            context.stop();

            assertThat(pause).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPauseEndsAfterItsTimeWhenNothingElseEndsIt() {
        Duration most = Duration.ofMillis(50);
        AtomicInteger checks = new AtomicInteger();
        long start = System.nanoTime();

        Pause.until(() -> checks.incrementAndGet() < 0, most, new DefaultCamelContext());

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(most.toNanos());
        assertThat(checks).hasValueGreaterThan(1);
    }

    @Test
    void aPauseThatIsOverBeforeItBeginsTakesNoTime() {
        AtomicInteger checks = new AtomicInteger();

        Pause.until(() -> checks.incrementAndGet() > 0, HOUR, new DefaultCamelContext());

        assertThat(checks).hasValue(1);
    }
}
