package dev.tidemark.strategy.list;

/**
 * The keys of one pass over a list, by page. A key that comes twice on one page belongs to the list: its second occurrence
 * is a separate entry. A key on two pages shows that the pages overlap, so that other records may be on none.
 */
final class PageKeys {

    private HashSet64 entries = new HashSet64();
    private HashSet64 page = new HashSet64();
    private long repeatsOfPage;
    private long onTwoPages;
    private long twiceOnOne;
    private int pagesWithoutNew;

    /**
     * Adds a record of the page.
     *
     * @return the hash of the key and of how often it has come on this page
     */
    long add(long key) {
        long entry = key;
        while (!page.add(entry)) {
            entry = RowDigest.mixed(entry);
        }
        repeatsOfPage += entry == key ? 0 : 1;
        return entry;
    }

    /** @param further whether the page is a further page of the list */
    void pageEnds(boolean further) {
        if (further && entries.size() == 0) {
            entries = page;
            twiceOnOne += repeatsOfPage;
        } else if (further) {
            long before = onTwoPages;
            page.forEach(entry -> onTwoPages += entries.add(entry) ? 0 : 1);
            boolean hasNew = onTwoPages - before < page.size() || page.size() == 0;
            pagesWithoutNew = hasNew ? 0 : pagesWithoutNew + 1;
            twiceOnOne += repeatsOfPage;
        }
        page = new HashSet64();
        repeatsOfPage = 0;
    }

    /** How many records came on a page although an earlier page had them. */
    long onTwoPages() {
        return onTwoPages;
    }

    /** How many pages in a row had only records that earlier pages had. */
    int pagesWithoutNew() {
        return pagesWithoutNew;
    }

    /** How many records came again on their own page. */
    long twiceOnOne() {
        return twiceOnOne;
    }
}
