package dev.tidemark.cli;

/** A number with its noun, in the singular or plural. */
final class Counted {

    private Counted() {}

    static String of(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
