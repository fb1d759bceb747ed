package dev.tidemark.sync;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers the last 10,000 values, so that repeated ones count once. Not thread-safe; confined to the sync's thread. */
public final class RecentlySeen<T> {

    private static final int MOST = 10_000;

    private final Set<T> seen = Collections.newSetFromMap(new LinkedHashMap<T, Boolean>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
            return size() > MOST;
        }
    });

    /** Whether this value is new, as far as it remembers. */
    public boolean isNew(T each) {
        return seen.add(each);
    }
}
