package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably intended. */
public final class Suggestion {
    private Suggestion() {}

    /** The closest known name, if it is close: about one typo per three letters. */
    public static Optional<String> closest(String typed, Collection<String> known) {
        int most = (typed.length() + 2) / 3;
        return known.stream()
                .filter(name -> distance(typed, name) <= most)
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "; did you mean `x`?", or nothing. */
    public static String didYouMean(String typed, Collection<String> known) {
        return closest(typed, known)
                .map(name -> "; did you mean " + SafeText.quoted(name) + "?")
                .orElse("");
    }

    /** The Levenshtein distance: the minimum number of letters to insert, delete or replace. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
