package dev.tidemark.route;

import dev.tidemark.text.SafeText;
import java.util.Map;

/** Describes the patterns of parameters in words. */
final class PatternWords {

    private static final String BEGINNING = ", at most 100 characters, starting with a letter or a digit";

    private static final Map<String, String> WORDS = Map.of(
            "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", "letters, digits, `_`, `.` and `-`" + BEGINNING,
            "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", "letters, digits, `_` and `-`" + BEGINNING,
            "^[^.]+(\\.[^.]+)?$", "a name, or a schema and a name with one dot between them",
            "^https?://[^/?#@]+(/[^?#]*)?$",
                    "an address that starts with https:// (or http://), without `@`, `?` and `#`",
            "^(kafka:[A-Za-z0-9._-]{1,249})?$", "`kafka:` and a topic's name of letters, digits, `.`, `_` and `-`");

    private PatternWords() {}

    /** The continuation of a sentence: patterns of our Kamelets in words, other patterns as they are. */
    static String of(String pattern) {
        String words = WORDS.get(pattern);
        return words == null ? " of the form `" + SafeText.escaped(pattern) + "`" : ": " + words;
    }
}
