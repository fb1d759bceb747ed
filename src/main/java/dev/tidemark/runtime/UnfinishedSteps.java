package dev.tidemark.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.StartupStep;
import org.apache.camel.support.startup.DefaultStartupStepRecorder;

/**
 * Records the steps that Camel was creating when a route failed: Camel reports the start of each step, and the end of
 * successful ones.
 */
final class UnfinishedSteps extends DefaultStartupStepRecorder {

    private final Deque<String> ids = new ArrayDeque<>();

    void clear() {
        ids.clear();
    }

    /** The ids of the unfinished steps, the innermost first. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    @Override
    public StartupStep beginStep(Class<?> type, String name, String description) {
        ids.push(String.valueOf(name));
        return super.beginStep(type, name, description);
    }

    @Override
    public void endStep(StartupStep step) {
        ids.poll();
        super.endStep(step);
    }
}
