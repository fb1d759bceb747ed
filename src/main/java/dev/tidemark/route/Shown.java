package dev.tidemark.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes text from a file safe to show on one line of a message. */
final class Shown {
    private static final int MOST = 200;
    private static final int SHORTEST = 4;

    private Shown() {}

    /**
     * A value in backticks, shortened, with invisible characters escaped: a file must not forge lines of our output. The
     * user info of an address is removed, since it may be a password, and so are its parameters, which may contain keys.
     */
    static String value(String text) {
        return "`" + escaped(withoutSecrets(text)) + "`";
    }

    private static String withoutSecrets(String text) {
        return text.replaceAll("(?<=://)\\S*@", "...@")
                .replaceAll("(?<!\\S)(?!\\S*://)\\S+:\\S*@", "...@")
                .replaceAll("(://[^?#\\s]*[?#])\\S+", "$1...");
    }

    static String list(Collection<String> names) {
        return names.stream().sorted().map(Shown::escaped).collect(Collectors.joining(", "));
    }

    /** A message in which each value is replaced by the text in the file. */
    static String masked(String message, Map<String, String> hidden) {
        String masked = message;
        // The longest first: one value may be part of another.
        List<String> values = new ArrayList<>(hidden.keySet());
        values.sort(Comparator.comparingInt(String::length).reversed());
        for (String value : values) {
            String written = String.valueOf(hidden.get(value));
            masked = masked.replace(
                    "`" + value + "`", value(written) + " (its value is not shown, since it may be" + " secret)");
            // Shorter values may occur by chance.
            masked = value.length() < SHORTEST ? masked : masked.replace(value, written);
        }
        return masked;
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MOST).forEach(each -> append(out, each));
        return text.codePointCount(0, text.length()) > MOST ? out + "..." : out.toString();
    }

    private static void append(StringBuilder out, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                out.append(codePoint == '\n' ? "\\n" : codePoint == '\t' ? "\\t" : String.format("\\u%04X", codePoint));
            default -> out.appendCodePoint(codePoint);
        }
    }
}
