package dev.tidemark.route;

import java.util.Collection;
import java.util.stream.Collectors;

/** Makes what was read from a file fit for one line of a message. */
final class Shown {
    private static final int MOST = 200;

    private Shown() {}

    /**
     * In backticks, cut, with everything invisible written out: a file must not forge lines of our output. What stands
     * before the host of an address may be a password.
     */
    static String value(String text) {
        return "`" + escaped(text.replaceAll("(?<=://)[^/?#\\s]*@", "...@")) + "`";
    }

    static String list(Collection<String> names) {
        return names.stream().sorted().map(Shown::escaped).collect(Collectors.joining(", "));
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
