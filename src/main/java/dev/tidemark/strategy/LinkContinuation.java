package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by a link that each page brings, as a plain address or as an RFC 8288 {@code Link} header. */
final class LinkContinuation implements Continuation {

    private final String nextUrlPath;
    private CycleCheck cycle = new CycleCheck();
    private @Nullable String link;
    private boolean told;

    /** @param nextUrlPath where an answer has the link */
    LinkContinuation(String nextUrlPath) {
        this.nextUrlPath = nextUrlPath;
    }

    @Override
    public Map<String, String> first() {
        cycle = new CycleCheck();
        return Map.of();
    }

    @Override
    public boolean pageRead(int rows, @Nullable String fact) {
        link = fact == null || Continuation.isNone(fact) ? null : fact.strip();
        if (link != null && link.startsWith("<")) {
            link = LinkHeader.next(link);
        }
        told |= link != null;
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

    @Override
    public @Nullable String missingNextPage() {
        return told ? null : "nextUrlPath `" + nextUrlPath + "`";
    }
}
