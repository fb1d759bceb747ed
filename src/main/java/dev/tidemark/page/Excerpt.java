package dev.tidemark.page;

import dev.tidemark.sync.Secrets;

/** A short, safe excerpt of external text, for a message. */
final class Excerpt {

    private static final int LENGTH = 200;

    private Excerpt() {}

    /** At most 200 characters, on one line, with control characters replaced and secrets masked. */
    static String of(String text) {
        String line =
                Secrets.masked(text).replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "...";
    }
}
