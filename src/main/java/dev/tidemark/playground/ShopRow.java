package dev.tidemark.playground;

/**
 * A customer, order or refund of the shop at one time. Its content follows from the seed, the number and the revision,
 * which counts its changes.
 *
 * @param deletedAt {@link #NEVER} while it exists
 * @param purged whether only its tombstone is left
 */
record ShopRow(int number, long createdAt, long updatedAt, int revision, long deletedAt, boolean purged) {

    static final long NEVER = Long.MAX_VALUE;

    static ShopRow created(int number, long instant) {
        return new ShopRow(number, instant, instant, 0, NEVER, false);
    }

    ShopRow touched(long instant) {
        return new ShopRow(number, createdAt, instant, revision + 1, deletedAt, purged);
    }

    ShopRow deleted(long instant, boolean purge) {
        return new ShopRow(number, createdAt, instant, revision + 1, instant, purge);
    }

    boolean isDeleted() {
        return deletedAt != NEVER;
    }
}
