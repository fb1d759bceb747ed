package dev.tidemark.route;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The path of an address: how it is sent, and whether every server reads it as what it says. */
public final class UrlPath {

    private static final Pattern BROKEN = Pattern.compile("%(?!\\p{XDigit}{2}).{0,2}", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|%(?:[01]\\p{XDigit}|7[Ff])");

    /** Some servers leave out what follows a semicolon in a segment. */
    private static final Pattern DOTS = Pattern.compile("(?:^|[/;])(\\.\\.?)(?:[/;]|$)");

    /** Escapes, and what RFC 3986 allows in a path or a query, stay. */
    private static final Pattern ENCODED = Pattern.compile("%(?!\\p{XDigit}{2})|[^\\p{Alnum}\\-._~!$&'()*+,;=:@/?%]+");

    private UrlPath() {}

    /** What is wrong with a path, as a clause such as "holds `..`"; null when nothing is. */
    public static @Nullable String fault(String path) {
        Matcher broken = BROKEN.matcher(path);
        if (broken.find()) {
            return "holds " + Shown.value(broken.group())
                    + ", which is not an escape (a percent sign is written `%25`)";
        }
        String read = decoded(path);
        Matcher control = CONTROL.matcher(read);
        if (control.find()) {
            return "holds the control character " + Shown.value(control.group());
        }
        Matcher dots = DOTS.matcher(read);
        return dots.find() ? "holds `" + dots.group(1) + "`" : null;
    }

    /**
     * A path or a query as it is sent: escapes stay byte for byte, and what must not be there as it is becomes an escape of
     * its UTF-8.
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

    /** As a server may read it that decodes more than it should, as far as dots, slashes and control characters go. */
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
