package dev.tidemark.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.StartupStep;
import org.apache.camel.support.startup.DefaultStartupStepRecorder;

/** Knows which steps of a route Camel was making when it failed: it reports the beginning of each, and the end of those that went well. */
final class UnfinishedSteps extends DefaultStartupStepRecorder {

    private final Deque<String> ids = new ArrayDeque<>();

    void clear() {
        ids.clear();
    }

    /** The innermost first. */
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
