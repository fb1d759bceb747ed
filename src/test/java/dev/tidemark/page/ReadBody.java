package dev.tidemark.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.row.EmptyElement;
import dev.tidemark.testing.CachedBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a body as a page is read: once to its end, and then its records once more. */
final class ReadBody implements RecordSearch.Rows {

    private final List<Map<String, @Nullable Object>> records = new ArrayList<>();

    private ReadBody() {}

    static List<Map<String, @Nullable Object>> of(BodyFormat format, @Nullable String type, String body)
            throws IOException {
        return of(format, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The records, which are the same both times. */
    static List<Map<String, @Nullable Object>> of(BodyFormat format, @Nullable String type, byte[] bytes)
            throws IOException {
        ResponseBody body = new ResponseBody(new CachedBytes(bytes), type, null);
        ReadBody first = new ReadBody();
        BodyFormat.Content content = format.read(body, false, first);
        List<Map<String, @Nullable Object>> again = new ArrayList<>();
        if (!first.records.isEmpty()) {
            format.records(body, content.place()).forEachRemaining(again::add);
            again.removeIf(EmptyElement.class::isInstance);
        }
        assertThat(again).isEqualTo(first.records);
        return first.records;
    }

    static ResponseBody body(String text) {
        return new ResponseBody(new CachedBytes(text.getBytes(StandardCharsets.UTF_8)), null, null);
    }

    @Override
    public void accept(Map<String, @Nullable Object> row) {
        if (!(row instanceof EmptyElement)) {
            records.add(row);
        }
    }

    @Override
    public void restart() {
        records.clear();
    }
}
