package dev.tidemark.route.kamelet;

import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A strategy is the Kamelet {@code incremental-STRATEGY-source}. */
public final class Strategies {
    private static final Pattern NAME = Pattern.compile("incremental-(.+)-source");

    private Strategies() {}

    /** The strategy; null when the Kamelet is not a strategy. */
    public static @Nullable String of(String kamelet) {
        Matcher matcher = NAME.matcher(kamelet);
        return matcher.matches() ? matcher.group(1) : null;
    }

    public static SortedSet<String> all(Kamelets kamelets) {
        return kamelets.names().stream()
                .map(Strategies::of)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
