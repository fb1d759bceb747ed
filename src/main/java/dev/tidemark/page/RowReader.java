package dev.tidemark.page;

import dev.tidemark.jdbc.TypedRows;
import dev.tidemark.sync.Sync;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands out the rows that camel-jdbc read from a table as records such as an API's, in chunks. */
public final class RowReader {

    private int chunkSize = 5000;

    /** The most records of one chunk. */
    public void setChunkSize(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /** The chunks of the rows in the exchange's body. */
    @SuppressWarnings("unchecked")
    public Iterator<List<Map<String, @Nullable Object>>> chunks(Exchange exchange) {
        Sync sync = Sync.of(exchange);
        List<Map<String, Map<String, @Nullable Object>>> body =
                exchange.getMessage().getBody(List.class);
        List<Map<String, @Nullable Object>> rows =
                body.stream().map(row -> row.get(TypedRows.RECORD)).toList();
        rows.forEach(sync::see);
        sync.pageRead(rows.size(), null);
        return new Chunks(sync, rows.iterator(), chunkSize);
    }
}
