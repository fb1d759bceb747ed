package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.CursorStrategy;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RecordKey;
import dev.tidemark.strategy.RequestStrategy;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.CursorSettings;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shared part of the strategies that read a list in pages; see {@link ListPaging}. */
public abstract class ListStrategy extends RequestStrategy {

    static final String STATE = "last_updated_at";

    private static final String UNKNOWN = "unknown";
    private static final String ASCENDING = "ascending";
    private static final String DESCENDING = "descending";

    private String order = UNKNOWN;
    private boolean requireTotal;
    private List<String> keyField = List.of();
    private List<String> sinkKey = List.of();

    /** The key fields of the records, separated by commas; empty for the key of the table. */
    public void setKeyField(String keyField) {
        this.keyField = Arrays.stream(keyField.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Whether a total above the number of records fails a sync. */
    public void setRequireTotal(boolean requireTotal) {
        this.requireTotal = requireTotal;
    }

    @Override
    public void keyedBy(List<String> fields) {
        this.sinkKey = List.copyOf(fields);
    }

    @Override
    protected boolean sendsCursor() {
        return isFiltered();
    }

    @Override
    protected String stateName() {
        return STATE;
    }

    @Override
    public @Nullable Cursor reached(ObjectNode state) {
        return isFiltered() || state.has(STATE) ? super.reached(state) : null;
    }

    @Override
    public ObjectNode stateAt(String cursor, @Nullable ObjectNode before) {
        if (!isFiltered() && !order.equals(DESCENDING)) {
            throw new IllegalArgumentException("the strategy " + name()
                    + " reads the whole list each time, because its query has no {cursor}; it cannot"
                    + " resume from one");
        }
        return super.stateAt(cursor, before);
    }

    /**
     * The order of the API's list by the cursor, which a sync then relies on: {@code ascending}, {@code descending} or
     * {@code unknown}.
     */
    public void setOrder(String order) {
        if (!Set.of(ASCENDING, DESCENDING, UNKNOWN).contains(order)) {
            throw new IllegalArgumentException(
                    "order `" + order + "` is neither `ascending` nor `descending` nor `unknown`");
        }
        this.order = order;
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        requireNoToken();
        CursorSettings settings = settings();
        boolean withCursor = isFiltered() || (state != null && state.has(STATE));
        Cursor stored = withCursor ? stored(state, STATE, settings) : null;
        Paginator paginator = paginator(settings);
        ListPaging.StateOf states = (cursor, rows) -> state(cursor, rows, paginator, state);
        if (order.equals(DESCENDING)) {
            requireSteadyPages();
            List<String> keys = keyField.isEmpty() ? sinkKey : keyField;
            return new NewestFirstPaging(settings, isFiltered(), paginator, new RecordKey(keys), states, now, stored);
        }
        return new ListPaging(
                settings,
                new ListSettings(isFiltered(), order.equals(ASCENDING), requireTotal, keyFields(), !keyField.isEmpty()),
                paginator,
                states,
                now,
                stored,
                new KnownTie(settings, state, stored));
    }

    /** @throws IllegalArgumentException when the API's pagination does not suit a list whose beginning changes */
    void requireSteadyPages() {
        throw new IllegalArgumentException("order `descending` is not for the strategy " + name()
                + ", whose pages new records shift; use keyset or next-url, or sort by ascending " + cursorField());
    }

    /** A record may come in several versions, each with its own cursor, unless the source itself names its key. */
    private List<String> keyFields() {
        if (!keyField.isEmpty()) {
            return keyField;
        }
        Set<String> fields = new LinkedHashSet<>(sinkKey);
        fields.add(cursorField());
        return sinkKey.isEmpty() ? List.of() : List.copyOf(fields);
    }

    /** Creates the paginator of a sync. */
    abstract Paginator paginator(CursorSettings settings);

    /**
     * Adds this strategy's other fields to a state.
     *
     * @param before the state that the sync started from; null for none
     */
    void describe(ObjectNode state, long rows, Paginator paginator, @Nullable ObjectNode before) {}

    /** @throws IllegalArgumentException when requests would not contain the position in the list */
    void requireInRequest(String name) {
        if (!isInRequest(name)) {
            throw new IllegalArgumentException(templateName() + " `" + template()
                    + "` has no " + name + ", so every page would be the first one; the strategy " + name()
                    + " pages by it");
        }
    }

    boolean isFiltered() {
        return isInRequest("{cursor}");
    }

    private @Nullable ObjectNode state(
            @Nullable Cursor cursor, long rows, Paginator paginator, @Nullable ObjectNode before) {
        if (cursor == null && isFiltered()) {
            return null;
        }
        ObjectNode state = cursor == null
                ? JsonNodeFactory.instance.objectNode()
                : Objects.requireNonNull(CursorStrategy.state(STATE, cursor));
        describe(state, rows, paginator, before);
        return state;
    }
}
