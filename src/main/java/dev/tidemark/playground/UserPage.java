package dev.tidemark.playground;

import java.util.stream.IntStream;

/** One page of a listing of users: its slots, and the number of users in the whole listing. */
@SuppressWarnings("ArrayRecordComponent") // used at once, never compared
record UserPage(int[] slots, int total) {

    static UserPage read(UserSnapshot users, Listing listing, long offset, int limit) {
        return listing.byCreation()
                ? byCreation(users, listing, offset, limit)
                : byUpdate(users, listing, offset, limit);
    }

    private static UserPage byUpdate(UserSnapshot users, Listing listing, long offset, int limit) {
        int first = users.firstFrom(listing.updatedSince());
        int total = users.size() - first;
        int[] slots = IntStream.range(0, onPage(total, offset, limit))
                .map(i -> (int) (listing.descending() ? users.size() - 1 - offset - i : first + offset + i))
                .map(users::slotAt)
                .toArray();
        return new UserPage(slots, total);
    }

    // Slots are filled in the order of creation.
    private static UserPage byCreation(UserSnapshot users, Listing listing, long offset, int limit) {
        int last = users.slots() - 1;
        int[] wanted = IntStream.rangeClosed(0, last)
                .map(i -> listing.descending() ? last - i : i)
                .filter(slot -> users.exists(slot) && users.updatedAt(slot) >= listing.updatedSince())
                .toArray();
        int count = onPage(wanted.length, offset, limit);
        int[] slots =
                IntStream.range(0, count).map(i -> wanted[(int) offset + i]).toArray();
        return new UserPage(slots, wanted.length);
    }

    private static int onPage(int total, long offset, int limit) {
        return (int) Math.max(0, Math.min(limit, total - offset));
    }
}
