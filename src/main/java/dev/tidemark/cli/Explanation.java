package dev.tidemark.cli;

import dev.tidemark.sync.Failure;

/** What a person is told of an exception that no part of the program explained. */
final class Explanation {

    private Explanation() {}

    /** What the innermost cause says, on one line. */
    static String of(Throwable thrown) {
        return Failure.innermost(thrown);
    }
}
