package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that the sink was given, in batches small enough for one statement. */
final class RecordBatches implements Iterator<List<Map<String, @Nullable Object>>> {

    private static final int SIZE = 5000;

    private final Iterator<?> records;

    /** @throws IllegalArgumentException when the body is not a Map, nor a List or Iterator */
    RecordBatches(@Nullable Object body) {
        if (body instanceof Map) {
            records = List.of(body).iterator();
        } else if (body instanceof Iterator<?> iterator) {
            records = iterator;
        } else if (body instanceof Iterable<?> iterable) {
            records = iterable.iterator();
        } else {
            throw new IllegalArgumentException("jdbc-upsert-sink takes a Map, or a List or Iterator of Maps, not "
                    + (body == null ? "an empty body" : "a " + body.getClass().getSimpleName()));
        }
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    /** The next records; an empty list when there are none. */
    @Override
    @SuppressWarnings("unchecked")
    public List<Map<String, @Nullable Object>> next() {
        List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        while (records.hasNext() && batch.size() < SIZE) {
            Object record = records.next();
            if (!(record instanceof Map)) {
                throw new IllegalArgumentException("jdbc-upsert-sink takes Maps; among them was "
                        + (record == null ? "null" : "a " + record.getClass().getSimpleName()));
            }
            batch.add((Map<String, @Nullable Object>) record);
        }
        return batch;
    }
}
