package dev.tidemark.playground;

/** A row of {@link LiveRows}; the revision says how often it was changed. */
record LiveRow(int number, long createdAt, long updatedAt, int revision) {

    LiveRow touched(long instant) {
        return new LiveRow(number, createdAt, instant, revision + 1);
    }
}
