package dev.tidemark.strategy.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.CursorSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list by {@code limit} and {@code offset}.
 *
 * <p><b>Assumes</b> that the order of the list is stable among records that share a cursor.
 * <br><b>Promises</b> that rows edited, inserted or deleted between two requests cost no row: see {@link ListPaging}. Each
 * page begins with the last row of the previous page; when that row is not where it was, the list is restarted.
 * <br><b>Stores</b> {@code last_updated_at}; {@code offset}, the length of a list that has no cursor filter.
 * <br><b>Loses</b> deletes.
 */
public final class OffsetStrategy extends ListStrategy {

    private int pageSize = 50;

    /** How many records to request; a server that returns fewer is supported. */
    public void setPageSize(int pageSize) {
        this.pageSize = AtLeast.of(2, "pageSize", pageSize);
    }

    @Override
    public String name() {
        return "offset";
    }

    @Override
    Paginator paginator(CursorSettings settings) {
        requireInRequest("{offset}");
        return new OffsetPaginator(pageSize, isInRequest("{limit}"));
    }

    @Override
    void describe(ObjectNode state, long rows, Paginator paginator, @Nullable ObjectNode before) {
        state.put("offset", isFiltered() ? 0 : rows);
    }
}
