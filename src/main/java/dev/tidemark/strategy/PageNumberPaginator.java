package dev.tidemark.strategy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by the number of the page. */
final class PageNumberPaginator implements Paginator {

    /** Pages that the API counts and that are empty: so many in a row are its end, and its number is wrong. */
    private static final int MOST_EMPTY = 3;

    /** So many pages on from one that came again, no list of a server that honours the number has records. */
    private static final int FAR = 10_000;

    /** After so many pages that are alike the list may have changed under the look far beyond: it is asked for again. */
    private static final int MOST_ALIKE = 4;

    /** After so many looks, pages that go on being alike are the last one, which is not repeated that far. */
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

    /** @param sized whether requests say how many records to give */
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

    /** @param pageInfo how many pages there are; it ends no list, but says what a page that comes again means */
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

    /** The page far past the end of a server that repeats its last page has its records too; otherwise two were alike. */
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
            throw new IllegalStateException("page " + suspect + " is the same as the page before it"
                    + (totalPages == null ? "" : ", though the API says that there are " + totalPages + " pages")
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
                ? List.of(
                        "the API says that there are " + totalPages + " pages, and from page " + (page - MOST_EMPTY + 1)
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

    private static int number(String pageInfo) {
        try {
            return Integer.parseInt(pageInfo.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "the API says that there are `" + pageInfo + "` pages, which is no number; check totalPagesPath",
                    e);
        }
    }
}
