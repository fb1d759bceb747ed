package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by the number of the page. */
final class PageNumberContinuation implements Continuation {

    private final int limit;
    private final int firstPage;
    private int page;
    private int rows;
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
    public void see(Map<String, @Nullable Object> row) {
        digest.add(row);
    }

    @Override
    public void pageRead(int count, @Nullable String fact) {
        rows = count;
        boolean expected = !isBeyondTotal(page);
        totalPages = fact == null ? totalPages : number(fact);
        if (expected && rows >= limit && digest.equals(digestBefore)) {
            throw new IllegalStateException("page " + page
                    + " is the same as the page before it: the API does not honour" + " the page number; check query");
        }
    }

    @Override
    public @Nullable PageRequest next() {
        boolean repeated = digest.equals(digestBefore);
        boolean lastOfTotal = isBeyondTotal(page + 1) && rows < limit;
        if (rows == 0 || repeated || lastOfTotal) {
            return null;
        }
        page++;
        digestBefore = digest;
        return isBeyondTotal(page) ? PageRequest.beyondTotal(values()) : PageRequest.next(values());
    }

    private boolean isBeyondTotal(int number) {
        return totalPages != null && number - firstPage + 1 > totalPages;
    }

    private Map<String, String> values() {
        digest = new RowDigest();
        return Map.of("limit", Integer.toString(limit), "page", Integer.toString(page));
    }

    private static Integer number(String fact) {
        try {
            return Integer.valueOf(fact.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "the API says that there are `" + fact + "` pages, which is no number; check totalPagesPath", e);
        }
    }
}
