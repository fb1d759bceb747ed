package dev.tidemark.strategy.contract;

/**
 * How a server filters by a cursor.
 *
 * @param honoured whether there is a filter at all
 * @param inclusive whether records at the bound pass
 * @param passesUnusable whether records without a usable cursor pass
 * @param generous how far the server reads the bound below what was asked, in seconds, or, of numbers, in ones
 * @param ahead how far it reads the bound above, as its clock is not that of the cursors
 */
record Filter(boolean honoured, boolean inclusive, boolean passesUnusable, int generous, int ahead) {

    /** A second, or one, as places are counted. */
    private static final long UNIT = 1000;

    /** An honest one. */
    static Filter plain(boolean inclusive) {
        return new Filter(true, inclusive, false, 0, 0);
    }

    /** How far below what was asked records may lie. */
    long reachBelow() {
        return generous * UNIT;
    }

    boolean passes(Item item, long since) {
        if (!honoured || item.future()) {
            return true;
        }
        if (!item.usable()) {
            return passesUnusable;
        }
        long bound = since == Long.MIN_VALUE ? since : since + (ahead - generous) * UNIT;
        return item.place() > bound || (inclusive && ahead == 0 && item.place() == bound);
    }
}
