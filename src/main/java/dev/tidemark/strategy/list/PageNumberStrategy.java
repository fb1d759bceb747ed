package dev.tidemark.strategy.list;

import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.CursorSettings;

/**
 * Reads a list by page numbers.
 *
 * <p><b>Assumes</b> nothing of the order unless {@code order} is {@code ascending}, with which it needs the fewest requests.
 * <br><b>Promises</b> that rows edited, inserted or deleted between two requests cost no row: see {@link ListPaging}.
 * <br><b>Stores</b> {@code last_updated_at}.
 * <br><b>Loses</b> deletes.
 */
public final class PageNumberStrategy extends ListStrategy {

    private int pageSize = 50;
    private int firstPage = 1;

    /** How many records to request. */
    public void setPageSize(int pageSize) {
        this.pageSize = AtLeast.of(1, "pageSize", pageSize);
    }

    /** The number of the first page: 1, or 0 with some APIs. */
    public void setFirstPage(int firstPage) {
        this.firstPage = firstPage;
    }

    @Override
    public String name() {
        return "page-number";
    }

    @Override
    Paginator paginator(CursorSettings settings) {
        requireInRequest("{page}");
        return new PageNumberPaginator(pageSize, isInRequest("{limit}"), firstPage);
    }
}
