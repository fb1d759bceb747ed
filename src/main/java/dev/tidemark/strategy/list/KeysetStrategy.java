package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.CursorSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list by the API's page token or, where it has none, by a condition on cursor and key.
 *
 * <p><b>Assumes</b> a cursor filter, and {@code nextQuery} with either {@code {token}} or {@code {cursor}} and
 * {@code {key}}; with the latter, that the API orders by cursor, then key.
 * <br><b>Promises</b> every row, ties included, even where the token itself skips rows of a tie that a page end splits.
 * <br><b>Stores</b> {@code last_updated_at}, from which a sync resumes, and {@code last_key}, the key of the last row.
 * <br><b>Loses</b> deletes; with {@code order} {@code descending}, records that appear below the stored cursor.
 */
public final class KeysetStrategy extends ListStrategy {

    private String nextQuery = "scroll_param={token}";
    private String tokenPath = "scroll_param";
    private String keyField = "id";

    /** The parameters of a further page. */
    public void setNextQuery(String nextQuery) {
        this.nextQuery = nextQuery;
    }

    /** Where a response has the token, for messages. */
    public void setTokenPath(String tokenPath) {
        this.tokenPath = tokenPath;
    }

    /** The record's field that distinguishes records with one cursor. */
    @Override
    public void setKeyField(String keyField) {
        this.keyField = keyField;
    }

    @Override
    public String name() {
        return "keyset";
    }

    @Override
    protected void requireNoToken() {}

    /** A token, or a condition on cursor and key, continues after the same record. */
    @Override
    void requireSteadyPages() {}

    @Override
    Paginator paginator(CursorSettings settings) {
        String parameters = bodyTemplate().isEmpty() ? nextQuery : bodyTemplate();
        if (parameters.contains("{token}") || isInRequest("{token}")) {
            return new TokenPaginator(keyField, tokenPath);
        }
        if (parameters.contains("{cursor}") && parameters.contains("{key}")) {
            return new KeyPaginator(settings, keyField);
        }
        throw new IllegalArgumentException((bodyTemplate().isEmpty() ? "nextQuery" : "bodyTemplate") + " `" + parameters
                + "` has neither {token} nor both {cursor} and {key}");
    }

    @Override
    void describe(ObjectNode state, long rows, Paginator paginator, @Nullable ObjectNode before) {
        String key = ((KeysetPaginator) paginator).lastKey();
        state.put("last_key", key);
        if (key == null && before != null && before.has("last_key")) {
            state.set("last_key", before.get("last_key"));
        }
    }
}
