package dev.tidemark.sync;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;

/** Waits that end as soon as a condition holds. */
public final class Pause {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private Pause() {}

    /** Waits until the condition holds, at most for the given time. */
    public static void until(BooleanSupplier condition, Duration most, CamelContext context) {
        Tasks.foregroundTask()
                .withName("pause")
                .withBudget(Budgets.iterationTimeBudget()
                        .withInterval(INTERVAL)
                        .withMaxDuration(most)
                        .build())
                .build()
                .run(context, condition);
    }
}
