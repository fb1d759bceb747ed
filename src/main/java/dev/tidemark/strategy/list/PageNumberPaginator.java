package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages by page number. */
final class PageNumberPaginator implements Paginator {

    /** After this many empty pages in a row that the API still counts, the list has ended and its page count is wrong. */
    private static final int MOST_EMPTY = 3;

    /** This many pages after a repeated page, a server that honours the page number has no records. */
    private static final int FAR = 10_000;

    /** After this many equal pages, the list may have changed during the request far beyond: the request is repeated. */
    private static final int MOST_ALIKE = 4;

    /** After this many such requests, equal pages are the last page, which the server does not repeat that far. */
    private static final int MOST_PROBES = 3;

    private final boolean sized;
    private final int firstPage;
    private int limit;
    private int page;
    private boolean further;
    private int suspect;
    private boolean isWithinList;
    private boolean probing;
    private int alike = -1;
    private int alikes;
    private int probes;
    private int largest;
    private boolean isEndDoubtful;
    private int empty;
    private boolean endsEarly;
    private @Nullable Integer totalPages;
    private RowDigest digest = new RowDigest();
    private @Nullable RowDigest digestBefore;

    /** @param sized whether requests contain the number of records */
    PageNumberPaginator(int limit, boolean sized, int firstPage) {
        this.limit = limit;
        this.sized = sized;
        this.firstPage = firstPage;
    }

    @Override
    public boolean resize(int records) {
        limit = sized ? records : limit;
        return sized;
    }

    @Override
    public Map<String, String> first() {
        page = firstPage;
        empty = 0;
        probing = false;
        alike = -1;
        probes = 0;
        isEndDoubtful = false;
        digestBefore = null;
        totalPages = null;
        return values();
    }

    @Override
    public boolean see(Map<String, @Nullable Object> row) {
        digest.add(row);
        return true;
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        digest.add(element);
    }

    /** @param pageInfo how many pages there are; it does not end a list, but explains a repeated page */
    @Override
    public boolean pageRead(int rows, @Nullable String pageInfo) {
        if (probing) {
            probed(rows);
            return false;
        }
        boolean repeated = rows > 0 && page != alike && digest.equals(digestBefore);
        largest = Math.max(largest, rows);
        totalPages = pageInfo == null ? totalPages : Integer.valueOf(number(pageInfo));
        if (repeated && page - 1 == alike && ++alikes < MOST_ALIKE) {
            alike = page;
        } else if (repeated) {
            suspect = page;
            isWithinList = isWithinList(rows);
            probing = true;
            further = true;
            return false;
        }
        empty = rows == 0 ? empty + 1 : 0;
        boolean countedOn = totalPages != null && !isBeyondTotal(page + 1);
        endsEarly = countedOn && empty == MOST_EMPTY;
        further = rows > 0 || (countedOn && !endsEarly);
        return rows > 0;
    }

    /** A server that repeats its last page also does so far past the end; otherwise two pages were equal by coincidence. */
    private void probed(int rows) {
        probing = false;
        if (!digest.equals(digestBefore) && ++probes < MOST_PROBES) {
            alike = suspect;
            alikes = 0;
            page = suspect - 1;
            return;
        }
        further = false;
        isEndDoubtful = rows >= largest || probes == MOST_PROBES;
        if (isWithinList && probes < MOST_PROBES) {
            throw new IllegalStateException("page " + suspect + " is identical to the previous page"
                    + (totalPages == null ? "" : ", although the API reports " + totalPages + " pages")
                    + ": the API does not honour the page number; check query"
                    + (totalPages == null ? "" : " and totalPagesPath"));
        }
    }

    @Override
    public boolean isEndDoubtful() {
        return isEndDoubtful;
    }

    @Override
    public double progress() {
        return totalPages == null || totalPages <= 0 ? Double.NaN : Math.min(1, (page - firstPage + 1.0) / totalPages);
    }

    @Override
    public List<String> warnings() {
        return endsEarly
                ? List.of("the API reports " + totalPages + " pages, and from page " + (page - MOST_EMPTY + 1)
                        + " on they are empty: rows may be missing; check query and totalPagesPath")
                : List.of();
    }

    @Override
    public @Nullable PageRequest next() {
        if (!further) {
            return null;
        }
        if (probing) {
            page = suspect + FAR;
            return PageRequest.beyondTotal(values());
        }
        page++;
        digestBefore = empty > 0 ? digestBefore : digest;
        return isBeyondTotal(page) ? PageRequest.beyondTotal(values()) : PageRequest.next(values());
    }

    /** Without a page count, only a full second page is certainly within the list: some servers repeat the last one. */
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

    private static int number(String pageInfo) {
        try {
            return Integer.parseInt(pageInfo.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "the API reports `" + pageInfo + "` pages, which is not a number; check totalPagesPath", e);
        }
    }
}
