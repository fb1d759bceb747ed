package dev.tidemark.page;

import dev.tidemark.database.DestinationType;
import dev.tidemark.sync.SyncRun;
import dev.tidemark.table.TableQuery;
import dev.tidemark.table.TypedRows;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands out the rows that camel-jdbc read from a table, in chunks of records like those of an API. */
public final class RowReader {

    private int chunkSize = 5000;
    private @Nullable TableQuery query;

    /** The maximum number of records in a chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /** The query that reads the rows. */
    public void setQuery(TableQuery query) {
        this.query = query;
    }

    /**
     * The chunks of the rows in the exchange's body; none when they must be read again, because their table was changed in
     * the meantime.
     */
    @SuppressWarnings("unchecked")
    public Iterator<List<Map<String, @Nullable Object>>> chunks(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        TableQuery table = Objects.requireNonNull(query);
        List<Map<String, Object>> body = exchange.getMessage().getBody(List.class);
        if (!body.isEmpty() && !table.isUnchanged(exchange)) {
            return Collections.emptyIterator();
        }
        List<Map<String, @Nullable Object>> rows = body.stream()
                .map(row -> (Map<String, @Nullable Object>) row.get(TypedRows.RECORD))
                .toList();
        if (!body.isEmpty()) {
            run.pages().columnTypes((Map<String, DestinationType>)
                    Objects.requireNonNull(body.get(0).get(TypedRows.TYPES)));
        }
        rows.forEach(run.pages()::see);
        run.pages().read(rows.size(), null);
        table.pageRead(exchange, rows.size());
        return new Chunks(run, rows.iterator(), chunkSize);
    }
}
