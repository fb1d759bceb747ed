package dev.tidemark.action;

/** A record that an action cannot process; the others of its list are not affected. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong with the record; without values that may be personal */
    RefusedException(String message) {
        super(message, null, false, false);
    }
}
