package dev.tidemark.sink;

import dev.tidemark.row.RefusedRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** The records of a message body, in batches small enough for one statement. Refused records are in none of them. */
final class RecordBatches implements Iterator<List<Map<String, @Nullable Object>>> {

    private static final int SIZE = 5000;

    private final MessageRecords body;
    private final @Nullable List<Map<String, @Nullable Object>> all;
    private final Iterator<Map<String, @Nullable Object>> records;
    private final UnaryOperator<Map<String, @Nullable Object>> shape;
    private final List<Rows.Reject> refused = new ArrayList<>();
    private @Nullable Predicate<String> isKnown;

    /**
     * @param shape applied to each record; it throws IllegalArgumentException for a record to be refused
     * @throws IllegalArgumentException when the body has no records; for a streamed body, when the record is reached
     */
    RecordBatches(@Nullable Object body, UnaryOperator<Map<String, @Nullable Object>> shape) {
        this.body = new MessageRecords(body);
        this.shape = shape;
        if (MessageRecords.isStreamed(body)) {
            all = null;
            records = this.body;
        } else {
            all = new ArrayList<>();
            this.body.forEachRemaining(record -> sort(record, all));
            records = all.iterator();
        }
    }

    /** The records whose fields are known before the first is written: all records in memory, otherwise the first batch. */
    List<Map<String, @Nullable Object>> known(List<Map<String, @Nullable Object>> first) {
        return all == null ? first : all;
    }

    /** Whether the body is read as it is written, so that later records are not known. */
    boolean isStreamed() {
        return all == null;
    }

    /** The number of records, the refused ones included; 0 when it is not known. */
    int known() {
        return all == null ? 0 : all.size() + refused.size();
    }

    /** The refused records that were found so far. */
    List<Rows.Reject> refused() {
        return refused;
    }

    /** From now on, fails on a field without a column: with inferred columns, the field would be dropped. */
    void admitOnly(Predicate<String> known) {
        isKnown = known;
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    /** The next records; an empty list when there are none, or only refused ones. */
    @Override
    public List<Map<String, @Nullable Object>> next() {
        List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        while (batch.size() < SIZE && records.hasNext()) {
            Map<String, @Nullable Object> record = records.next();
            if (all == null) {
                sort(record, batch);
            } else {
                batch.add(record);
            }
        }
        batch.forEach(this::requireKnownFields);
        return batch;
    }

    private void sort(Map<String, @Nullable Object> record, List<Map<String, @Nullable Object>> others) {
        if (record instanceof RefusedRecord known) {
            refused.add(new Rows.Reject(known, known.reason()));
            return;
        }
        try {
            others.add(shape.apply(record));
        } catch (IllegalArgumentException e) {
            refused.add(new Rows.Reject(record, String.valueOf(e.getMessage())));
        }
    }

    /** Closes the body's resources when the exchange is done, whether or not it failed. */
    void closeAfter(Exchange exchange) {
        if (all == null) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    body.close();
                }
            });
        }
    }

    private void requireKnownFields(Map<String, @Nullable Object> record) {
        Predicate<String> known = isKnown;
        if (known != null) {
            record.forEach((name, value) -> {
                if (value != null && !known.test(name)) {
                    throw new IllegalArgumentException("the field `" + name + "` first occurs after"
                            + " " + SIZE + " records of one body, too late for a new column; declare columns, or"
                            + " send the records in smaller lists");
                }
            });
        }
    }
}
