package dev.tidemark.page;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CSV with a header: each row after it is a record.
 *
 * @param separator between cells
 * @param emptyWhenMissing whether a body without a header has no records
 */
record CsvFormat(char separator, boolean emptyWhenMissing) implements BodyFormat {

    @Override
    public Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException {
        new UnreadableBody(body).requireCsv();
        CsvRows all = new CsvRows(body, separator);
        if (!all.hasHeader() && !emptyWhenMissing) {
            throw new PageException(
                    "the response has no header; set emptyWhenMissing to true if this means an empty" + " result");
        }
        int records = 0;
        for (; all.hasNext(); records++) {
            rows.accept(all.next());
        }
        return new Content(RecordsPath.WHOLE, records, null);
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException {
        return new CsvRows(body, separator);
    }
}
