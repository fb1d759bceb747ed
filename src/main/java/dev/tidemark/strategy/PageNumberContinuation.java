package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by the number of the page. */
final class PageNumberContinuation implements Continuation {

    private final int limit;
    private final int firstPage;
    private int page;
    private boolean further;
    private @Nullable Integer totalPages;
    private RowDigest digest = new RowDigest();
    private @Nullable RowDigest digestBefore;

    PageNumberContinuation(int limit, int firstPage) {
        this.limit = limit;
        this.firstPage = firstPage;
    }

    @Override
    public Map<String, String> first() {
        page = firstPage;
        digestBefore = null;
        totalPages = null;
        return values();
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        digest.add(row);
        return true;
    }

    /** @param fact how many pages there are; it ends no list, but says what a page that comes again means */
    @Override
    public boolean pageRead(int rows, @Nullable String fact) {
        boolean repeated = digest.equals(digestBefore);
        totalPages = fact == null ? totalPages : Integer.valueOf(number(fact));
        if (repeated && isWithinList(rows)) {
            throw new IllegalStateException("page " + page + " is the same as the page before it"
                    + (totalPages == null ? "" : ", though the API says that there are " + totalPages + " pages")
                    + ": the API does not honour the page number; check query"
                    + (totalPages == null ? "" : " and totalPagesPath"));
        }
        further = rows > 0 && !repeated;
        return further;
    }

    @Override
    public @Nullable PageRequest next() {
        if (!further) {
            return null;
        }
        page++;
        digestBefore = digest;
        return isBeyondTotal(page) ? PageRequest.beyondTotal(values()) : PageRequest.next(values());
    }

    /** Without a number of pages, only a full second page is sure to lie within the list: some repeat the last one. */
    private boolean isWithinList(int rows) {
        return totalPages == null ? rows >= limit && page == firstPage + 1 : !isBeyondTotal(page);
    }

    private boolean isBeyondTotal(int number) {
        return totalPages != null && number - firstPage + 1 > totalPages;
    }

    private Map<String, String> values() {
        digest = new RowDigest();
        return Map.of("limit", Integer.toString(limit), "page", Integer.toString(page));
    }

    private static int number(String fact) {
        try {
            return Integer.parseInt(fact.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "the API says that there are `" + fact + "` pages, which is no number; check totalPagesPath", e);
        }
    }
}
