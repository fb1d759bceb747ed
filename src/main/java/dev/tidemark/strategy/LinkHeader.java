package dev.tidemark.strategy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of an RFC 8288 {@code Link} header. */
public final class LinkHeader {

    /** One link-value: the target, then its parameters, in which a quoted text may hold commas and semicolons. */
    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]+))?)*)");

    private static final Pattern NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?=\\s|;|,|$))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /** The target with the relation {@code next}, among others that the header may carry; null when there is none. */
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
