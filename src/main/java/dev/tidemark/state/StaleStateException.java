package dev.tidemark.state;

/** A checkpoint was made from a state that is no longer the stored one: another sync of the source has changed it. */
public final class StaleStateException extends RuntimeException {

    StaleStateException(String source, long version) {
        this(source, "its state", version);
    }

    /** @param what whose state it is, as part of the message */
    StaleStateException(String source, String what, long version) {
        super("another sync changed " + what + " in the meantime (this sync started from version " + version
                + "), so these rows were rolled back; run one sync of " + source + " at a time");
    }
}
