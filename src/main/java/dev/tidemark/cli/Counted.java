package dev.tidemark.cli;

/** A number with what it counts. */
final class Counted {

    private Counted() {}

    static String of(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
