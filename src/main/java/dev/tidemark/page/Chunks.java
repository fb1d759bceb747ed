package dev.tidemark.page;

import dev.tidemark.sync.Sync;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a page, so many at a time. Tells the sync of each chunk before it is handed out. */
final class Chunks implements Iterator<List<Map<String, @Nullable Object>>> {

    private final Sync sync;
    private final Iterator<Map<String, @Nullable Object>> rows;
    private final int size;
    private @Nullable Map<String, @Nullable Object> ahead;

    Chunks(Sync sync, Iterator<Map<String, @Nullable Object>> rows, int size) {
        this.sync = sync;
        this.rows = rows;
        this.size = size;
        this.ahead = rows.hasNext() ? rows.next() : null;
    }

    /** No once the sync is to end, whatever is left; and in a dry run, which hands out nothing. */
    @Override
    public boolean hasNext() {
        while (sync.isDryRun() && ahead != null && !sync.isDone()) {
            List<Map<String, @Nullable Object>> chunk = read();
            sync.chunkPassed(chunk, ahead);
        }
        return ahead != null && !sync.isDone();
    }

    @Override
    public List<Map<String, @Nullable Object>> next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        List<Map<String, @Nullable Object>> chunk = read();
        return sync.chunkStarts(chunk, ahead);
    }

    private List<Map<String, @Nullable Object>> read() {
        List<Map<String, @Nullable Object>> chunk = new ArrayList<>();
        while (ahead != null && chunk.size() < size) {
            chunk.add(ahead);
            ahead = rows.hasNext() ? rows.next() : null;
        }
        return chunk;
    }
}
