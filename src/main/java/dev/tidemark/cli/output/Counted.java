package dev.tidemark.cli.output;

/** A number with its noun, in the singular or plural. */
public final class Counted {

    private Counted() {}

    public static String of(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
