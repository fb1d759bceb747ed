package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads a list by the API's continuation token, or, where it has none, by a condition on cursor and key.
 *
 * <p><b>Assumes</b> a cursor filter, and {@code nextQuery} with either {@code {token}} or {@code {cursor}} and
 * {@code {key}}; with the latter, that the API orders by cursor, then key.
 * <br><b>Promises</b> every row, ties included, even where the token itself passes over a tie that a page end splits.
 * <br><b>Stores</b> {@code last_updated_at}, from which a sync resumes, and {@code last_key}, the key of the row read last.
 * <br><b>Loses</b> deletes.
 */
public final class KeysetStrategy extends ListStrategy {

    private String nextQuery = "scroll_param={token}";
    private String keyField = "id";

    /** The parameters of a further page. */
    public void setNextQuery(String nextQuery) {
        this.nextQuery = nextQuery;
    }

    /** The record's field that parts records with one cursor. */
    public void setKeyField(String keyField) {
        this.keyField = keyField;
    }

    @Override
    public String name() {
        return "keyset";
    }

    @Override
    Continuation continuation(CursorSettings settings) {
        if (nextQuery.contains("{token}")) {
            return new TokenContinuation(keyField);
        }
        if (nextQuery.contains("{cursor}") && nextQuery.contains("{key}")) {
            return new KeyContinuation(settings, keyField);
        }
        throw new IllegalArgumentException(
                "nextQuery `" + nextQuery + "` has neither {token} nor both {cursor} and {key}");
    }

    @Override
    void describe(ObjectNode state, long rows, Continuation continuation) {
        state.put("last_key", ((KeysetContinuation) continuation).lastKey());
    }
}
