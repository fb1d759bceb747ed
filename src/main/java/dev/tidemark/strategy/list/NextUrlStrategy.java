package dev.tidemark.strategy.list;

import dev.tidemark.strategy.cursor.CursorSettings;

/**
 * Reads a list by the link to the next page in each response.
 *
 * <p><b>Assumes</b> nothing of the order unless {@code order} is {@code ascending}, with which it needs the fewest requests.
 * <br><b>Promises</b> that rows edited, inserted or deleted between two requests cost no row, as page numbers do.
 * <br><b>Stores</b> {@code last_updated_at}.
 * <br><b>Loses</b> deletes; with {@code order} {@code descending}, records that appear below the stored cursor.
 */
public final class NextUrlStrategy extends ListStrategy {

    private String nextUrlPath = "next_page_url";

    /** Where a response has the link to the next page, for messages. */
    public void setNextUrlPath(String nextUrlPath) {
        this.nextUrlPath = nextUrlPath;
    }

    @Override
    public String name() {
        return "next-url";
    }

    /** What shifts is noticed: a list of several pages is read twice. */
    @Override
    void requireSteadyPages() {}

    @Override
    Paginator paginator(CursorSettings settings) {
        return new LinkPaginator(nextUrlPath);
    }
}
