package dev.tidemark.page;

import dev.tidemark.row.EmptyElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the records of a page, passes each one on, and keeps them while they fit in one chunk. */
final class Head implements RecordSearch.Rows {

    private final int size;
    private final @Nullable Consumer<Map<String, @Nullable Object>> look;
    private final List<Map<String, @Nullable Object>> records = new ArrayList<>();
    private int rows;

    Head(int size, @Nullable Consumer<Map<String, @Nullable Object>> look) {
        this.size = size;
        this.look = look;
    }

    @Override
    public void accept(Map<String, @Nullable Object> row) {
        if (look != null) {
            look.accept(row);
        }
        if (row instanceof EmptyElement) {
            return;
        }
        rows++;
        if (rows <= size) {
            records.add(row);
        } else {
            records.clear();
        }
    }

    @Override
    public void restart() {
        rows = 0;
        records.clear();
    }

    int rows() {
        return rows;
    }

    /** All of them, or none when there are more. */
    List<Map<String, @Nullable Object>> records() {
        return records;
    }
}
