package dev.tidemark.route.kamelet;

import dev.tidemark.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The path of an address: its encoding, and whether every server reads it as written. */
public final class UrlPath {

    /** A name in braces, as in {@code {page}}, for which each request has a value. */
    public static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private static final Pattern BROKEN = Pattern.compile("%(?!\\p{XDigit}{2}).{0,2}", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|%(?:[01]\\p{XDigit}|7[Ff])");

    /** Some servers ignore the text after a semicolon in a segment. */
    private static final Pattern DOTS = Pattern.compile("(?:^|[/;])(\\.\\.?)(?:[/;]|$)");

    /** Characters that need escaping: not existing escapes, nor characters that RFC 3986 allows in a path or a query. */
    private static final Pattern ENCODED = Pattern.compile("%(?!\\p{XDigit}{2})|[^\\p{Alnum}\\-._~!$&'()*+,;=:@/?%]+");

    private UrlPath() {}

    /** The problem with a path, as a clause such as "contains `..`"; null when it is valid. */
    public static @Nullable String fault(String path) {
        Matcher broken = BROKEN.matcher(path);
        if (broken.find()) {
            return "contains " + SafeText.quoted(broken.group())
                    + ", which is not an escape (a percent sign is written `%25`)";
        }
        String read = decoded(path);
        Matcher control = CONTROL.matcher(read);
        if (control.find()) {
            return "contains the control character " + SafeText.quoted(control.group());
        }
        Matcher dots = DOTS.matcher(read);
        return dots.find() ? "contains `" + dots.group(1) + "`" : null;
    }

    /**
     * A path or a query in the form in which it is sent. Existing escapes stay unchanged, and characters that are not
     * allowed become escapes of their UTF-8 bytes.
     */
    public static String encoded(String text) {
        return ENCODED.matcher(text).replaceAll(found -> {
            StringBuilder escapes = new StringBuilder();
            for (byte each : found.group().getBytes(StandardCharsets.UTF_8)) {
                escapes.append(String.format("%%%02X", each));
            }
            return escapes.toString();
        });
    }

    /** The path as read by a server that decodes too much, as far as dots, slashes and control characters are concerned. */
    private static String decoded(String path) {
        String read = path;
        while (read.contains("%25")) {
            read = read.replace("%25", "%");
        }
        return read.replaceAll("(?i)%2e", ".")
                .replaceAll("(?i)%2f|%5c|\\\\", "/")
                .replaceAll("(?i)%3b", ";");
    }
}
