package dev.tidemark.text;

import java.util.Collection;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes text safe to show in a message. A file, a server or a database controls such text: it must neither forge lines, nor
 * control a terminal, nor reveal a secret.
 */
public final class SafeText {

    /** Control and format characters, which include escape and bidi override, line separators and surrogate halves. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final Pattern INVISIBLES = Pattern.compile(INVISIBLE + "+");

    private static final int MOST = 200;

    /** The value of an endpoint's option. It ends where the next option starts, in a URI or in a map. */
    private static final Pattern OPTION =
            Pattern.compile("((?:[?&{]|, )[\\w.-]+)=(?:RAW\\(.*?\\)|RAW\\{.*?}|(?:(?!, )[^&}\\s])*)");

    private static final Pattern LOGIN = Pattern.compile("//[^/?\\s]+@");

    private SafeText() {}

    /** The text on one line, without invisible characters, and with the process's secrets masked. */
    public static String line(String text) {
        return INVISIBLES.matcher(Secrets.masked(text)).replaceAll(" ").strip();
    }

    /** The {@link #line}, shortened to 200 characters. */
    public static String excerpt(String text) {
        return excerpt(text, MOST);
    }

    /** The {@link #line}, shortened. */
    public static String excerpt(String text, int most) {
        return shortened(line(text), most);
    }

    /** The text with at most that many characters; a text that is cut ends in three dots. */
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : cut(text, most - 3) + "...";
    }

    /** The first characters of the text, at most that many. Does not split a surrogate pair. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splits ? most - 1 : most);
    }

    /** A text of a file, shortened, with invisible characters escaped. */
    public static String escaped(String text) {
        return INVISIBLE.matcher(shortened(text, MOST)).replaceAll(found -> Matcher.quoteReplacement(escape(found)));
    }

    private static String escape(MatchResult found) {
        int codePoint = found.group().codePointAt(0);
        return codePoint == '\n' ? "\\n" : codePoint == '\t' ? "\\t" : String.format("\\u%04X", codePoint);
    }

    /**
     * The {@link #escaped} text in backticks. The user info of an address is removed, since it may be a password, and so are
     * its parameters, which may contain keys.
     */
    public static String quoted(String text) {
        String safe = text.replaceAll("(?<=://)\\S*@", "...@")
                .replaceAll("(?<!\\S)(?!\\S*://)\\S+:\\S*@", "...@")
                .replaceAll("(://[^?#\\s]*[?#])\\S+", "$1...");
        return "`" + escaped(safe) + "`";
    }

    /** The {@link #escaped} names in alphabetical order. */
    public static String list(Collection<String> names) {
        return names.stream().sorted().map(SafeText::escaped).collect(Collectors.joining(", "));
    }

    /** Camel's message about an endpoint without the values of its options and its login, since they may be secret. */
    public static String withoutOptions(String message) {
        return OPTION.matcher(LOGIN.matcher(message).replaceAll("//***@")).replaceAll("$1");
    }
}
