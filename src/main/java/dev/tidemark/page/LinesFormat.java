package dev.tidemark.page;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** NDJSON, also called JSON Lines: each line is a record. */
record LinesFormat() implements BodyFormat {

    @Override
    public Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException {
        new UnreadableBody(body).requireText("NDJSON");
        int records = 0;
        for (Iterator<Map<String, @Nullable Object>> all = new JsonLines(body); all.hasNext(); records++) {
            rows.accept(all.next());
        }
        return new Content(RecordsPath.WHOLE, records, null);
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException {
        return new JsonLines(body);
    }
}
