package dev.tidemark.page;

import dev.tidemark.sync.SyncRun;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a page in chunks. The sync is notified of each chunk before it is handed out. Camel closes this after the
 * last chunk, also after a failure.
 */
final class Chunks implements Iterator<List<Map<String, @Nullable Object>>>, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);

    private final SyncRun run;
    private final Iterator<Map<String, @Nullable Object>> rows;
    private final int size;
    private final Closeable page;
    private final Runnable lastBegins;
    private @Nullable Map<String, @Nullable Object> ahead;

    /** Chunks of rows that nothing more comes after or has to be closed. */
    Chunks(SyncRun run, Iterator<Map<String, @Nullable Object>> rows, int size) {
        this(run, rows, size, () -> {}, () -> {});
    }

    /**
     * Creates the chunks of a page.
     *
     * @param page the page to close with these
     * @param lastBegins runs before the last chunk is handed out
     */
    Chunks(SyncRun run, Iterator<Map<String, @Nullable Object>> rows, int size, Closeable page, Runnable lastBegins) {
        this.run = run;
        this.rows = rows;
        this.size = size;
        this.page = page;
        this.lastBegins = lastBegins;
        this.ahead = rows.hasNext() ? rows.next() : null;
        if (ahead == null) {
            run.emptyPageRead();
        }
    }

    /** False once the sync is to stop, even if records are left; also in a dry run, which hands out nothing. */
    @Override
    public boolean hasNext() {
        while (run.isDryRun() && ahead != null && !run.isDone()) {
            List<Map<String, @Nullable Object>> chunk = read();
            run.skip(chunk, ahead);
        }
        return ahead != null && !run.isDone();
    }

    @Override
    public List<Map<String, @Nullable Object>> next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        List<Map<String, @Nullable Object>> chunk = read();
        List<Map<String, @Nullable Object>> handedOut = run.begin(chunk, ahead);
        if (ahead == null) {
            lastBegins.run();
        }
        return handedOut;
    }

    private List<Map<String, @Nullable Object>> read() {
        List<Map<String, @Nullable Object>> chunk = new ArrayList<>();
        while (ahead != null && chunk.size() < size) {
            chunk.add(ahead);
            ahead = rows.hasNext() ? rows.next() : null;
        }
        return chunk;
    }

    /** Camel calls this before the last chunk is written. A file that cannot be deleted must not affect it. */
    @Override
    public void close() {
        try {
            page.close();
        } catch (IOException e) {
            LOG.warn("{}: could not delete a temporary file: {}", run.source(), e.toString());
        }
    }
}
