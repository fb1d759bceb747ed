package dev.tidemark.playground;

/** A row of {@link LiveRows}. The revision counts its changes. */
record LiveRow(int number, long createdAt, long updatedAt, int revision) {

    LiveRow touched(long instant) {
        return new LiveRow(number, createdAt, instant, revision + 1);
    }
}
