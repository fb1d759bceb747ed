package dev.tidemark.strategy.contract;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list begins; its text is what a link or token holds.
 *
 * @param since the cursor that the list was asked from
 * @param offset how many records come before
 * @param afterRank of the record before, in a list that continues by key
 */
record Cut(long since, int offset, @Nullable Long afterRank, int afterId) {

    static Cut of(String text) {
        String[] parts = text.split("/", -1);
        return new Cut(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                parts[2].equals("null") ? null : Long.valueOf(parts[2]),
                Integer.parseInt(parts[3]));
    }

    /** After so many records. */
    Cut at(int offset) {
        return new Cut(since, offset, null, 0);
    }

    /** After a record. */
    Cut after(long rank, int id) {
        return new Cut(since, 0, rank, id);
    }

    @Override
    public String toString() {
        return since + "/" + offset + "/" + afterRank + "/" + afterId;
    }
}
