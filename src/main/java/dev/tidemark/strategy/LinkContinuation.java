package dev.tidemark.strategy;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes on by a link that each page brings, as a plain address or as an RFC 8288 {@code Link} header. */
final class LinkContinuation implements Continuation {

    /** One link-value: the target, then its parameters, in which a quoted text may hold commas and semicolons. */
    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]+))?)*)");

    private static final Pattern NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?=\\s|;|,|$))", Pattern.CASE_INSENSITIVE);

    private CycleCheck cycle = new CycleCheck();
    private @Nullable String link;

    @Override
    public Map<String, String> first() {
        cycle = new CycleCheck();
        return Map.of();
    }

    @Override
    public boolean pageRead(int rows, @Nullable String fact) {
        link = fact == null || fact.isBlank() ? null : fact.strip();
        if (link != null && link.startsWith("<")) {
            link = next(link);
        }
        if (link != null && cycle.comesAgain(link)) {
            throw new IllegalStateException(
                    "the API answered with a link that it gave before: its list leads nowhere new");
        }
        return rows > 0;
    }

    @Override
    public @Nullable PageRequest next() {
        return link == null ? null : PageRequest.at(link);
    }

    /** The target with the relation {@code next}; the header carries others too. */
    private static @Nullable String next(String header) {
        Matcher links = LINK.matcher(header);
        while (links.find()) {
            if (NEXT.matcher(links.group(2)).find()) {
                return links.group(1);
            }
        }
        return null;
    }
}
