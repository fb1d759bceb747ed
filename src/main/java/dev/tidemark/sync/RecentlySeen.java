package dev.tidemark.sync;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers what it has seen last, 10,000 at most: for counts that are to tell once of what comes again. Used by one thread. */
public final class RecentlySeen<T> {

    private static final int MOST = 10_000;

    private final Set<T> seen = Collections.newSetFromMap(new LinkedHashMap<T, Boolean>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
            return size() > MOST;
        }
    });

    /** Whether it sees it for the first time, as far as it remembers. */
    public boolean isNew(T each) {
        return seen.add(each);
    }
}
