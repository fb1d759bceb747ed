package dev.tidemark.sync;

import dev.tidemark.state.SyncResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of sources that are synced once: a source waits until the one that it follows has ended, and is not started when
 * that one did not succeed. An optional bean of Camel's registry. Thread-safe.
 */
public final class SyncOrder implements SyncListener {

    private final Map<String, String> parents;
    private final Map<String, SyncResult> results = new HashMap<>();
    private final Map<String, List<Runnable>> waiting = new HashMap<>();
    private boolean released;

    /** @param parents the source that each one follows; others start at once */
    public SyncOrder(Map<String, String> parents) {
        this.parents = Map.copyOf(parents);
    }

    /** Runs an action when the source that this one follows has ended, at once if it has. */
    void whenReady(String source, Runnable action) {
        synchronized (this) {
            String parent = parents.get(source);
            if (parent != null && !released && !results.containsKey(parent)) {
                waiting.computeIfAbsent(parent, any -> new ArrayList<>()).add(action);
                return;
            }
        }
        action.run();
    }

    /** Why a source is not to be started; null when it is. */
    @Nullable
    synchronized String refusal(String source) {
        String parent = parents.get(source);
        if (parent == null) {
            return null;
        }
        SyncResult result = results.get(parent);
        if (result != null && result.status() == SyncResult.Status.OK) {
            return null;
        }
        String how = result == null
                ? "did not end"
                : result.status() == SyncResult.Status.FAILED
                        ? "failed"
                        : refusal(parent) == null ? "was stopped" : "was not started";
        return "not started: it follows the source `" + parent + "`, which " + how;
    }

    @Override
    public void ended(SyncResult result) {
        List<Runnable> ready;
        synchronized (this) {
            results.put(result.source(), result);
            ready = waiting.remove(result.source());
        }
        if (ready != null) {
            ready.forEach(Runnable::run);
        }
    }

    /** Ends all waiting, as the program stops. */
    public void release() {
        List<Runnable> all = new ArrayList<>();
        synchronized (this) {
            released = true;
            waiting.values().forEach(all::addAll);
            waiting.clear();
        }
        all.forEach(Runnable::run);
    }
}
