package dev.tidemark.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The records that the sink was given, in batches small enough for one statement. */
final class RecordBatches implements Iterator<List<Map<String, @Nullable Object>>> {

    private static final int SIZE = 5000;

    private final @Nullable Object body;
    private final Iterator<?> records;
    private @Nullable Predicate<String> isKnown;

    /** @throws IllegalArgumentException when the body is not a Map, nor a List or Iterator */
    RecordBatches(@Nullable Object body) {
        this.body = body;
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

    /** The records whose fields can be known before the first is written: all of a list, else a batch. */
    @SuppressWarnings("unchecked")
    List<Map<String, @Nullable Object>> known(List<Map<String, @Nullable Object>> first) {
        if (!(body instanceof Collection<?> all) || all.size() <= first.size()) {
            return first;
        }
        List<Map<String, @Nullable Object>> known = new ArrayList<>(all.size());
        for (Object record : all) {
            if (record instanceof Map) {
                known.add((Map<String, @Nullable Object>) record);
            }
        }
        return known;
    }

    /** How many records there are; 0 when that is not known. */
    int known() {
        return body instanceof Collection<?> all ? all.size() : 0;
    }

    /**
     * Fails from now on at a field for which there is no column: where columns are inferred, it would be dropped.
     */
    void admitOnly(Predicate<String> known) {
        isKnown = known;
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
            batch.add(admitted((Map<String, @Nullable Object>) record));
        }
        return batch;
    }

    private Map<String, @Nullable Object> admitted(Map<String, @Nullable Object> record) {
        Predicate<String> known = isKnown;
        if (known != null) {
            record.forEach((name, value) -> {
                if (value != null && !known.test(name)) {
                    throw new IllegalArgumentException("the field `" + name + "` first comes after " + SIZE
                            + " records of one body, too late for a new column; declare columns, or send the"
                            + " records in smaller lists");
                }
            });
        }
        return record;
    }
}
