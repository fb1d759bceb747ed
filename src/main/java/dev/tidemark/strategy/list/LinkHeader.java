package dev.tidemark.strategy.list;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of an RFC 8288 {@code Link} header. */
public final class LinkHeader {

    /** One link-value: the target, then its parameters, whose quoted texts may contain commas and semicolons. */
    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]+))?)*)");

    private static final Pattern NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?=\\s|;|,|$))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /** The target of the link with the relation {@code next}; null when there is none. */
    public static @Nullable String next(String header) {
        Matcher links = LINK.matcher(header);
        while (links.find()) {
            if (NEXT.matcher(links.group(2)).find()) {
                return links.group(1);
            }
        }
        return null;
    }
}
