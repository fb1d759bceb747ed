package dev.tidemark.cli;

/** What a person is told of an exception that no part of the program explained. */
final class Explanation {

    private Explanation() {}

    /** The message of the innermost cause, on one line. */
    static String of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }
}
