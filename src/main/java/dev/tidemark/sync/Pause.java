package dev.tidemark.sync;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;

/** Waits that a stop ends at once. */
public final class Pause {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private Pause() {}

    /** Waits until the condition holds, at most for the given time. */
    public static void until(BooleanSupplier condition, Duration most, CamelContext context) {
        Tasks.foregroundTask()
                .withName("pause")
                .withBudget(Budgets.iterationBudget()
                        .withInterval(INTERVAL)
                        .withMaxIterations(1 + (int) most.dividedBy(INTERVAL))
                        .build())
                .build()
                .run(context, condition);
    }
}
