package dev.tidemark.cli;

import dev.tidemark.sync.Failure;

/** The message for an exception that no part of the program explains. */
final class Explanation {

    private Explanation() {}

    /** The message of the innermost cause, on one line. */
    static String of(Throwable thrown) {
        return Failure.innermost(thrown);
    }
}
