package dev.tidemark.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Guesses from a database's error message which row of the statement failed. */
final class FailedRowHint {

    private static final Pattern BETWEEN_VALUES = Pattern.compile("[\\s,;:=()\\[\\]\"'`/*]+");

    private FailedRowHint() {}

    /** The index of the row with the most values in the message; -1 when there is no such row, or several are equal. */
    static int named(Dialect dialect, String message, List<Rows.Row> rows) {
        Set<String> words = Arrays.stream(BETWEEN_VALUES.split(message)).collect(Collectors.toSet());
        int best = -1;
        long most = 0;
        for (int i = 0; i < rows.size(); i++) {
            long named = rows.get(i).values().stream()
                    .filter(Objects::nonNull)
                    .filter(value -> words.contains(dialect.text(value)))
                    .count();
            if (named > most) {
                best = i;
                most = named;
            } else if (named == most) {
                best = -1;
            }
        }
        return best;
    }
}
