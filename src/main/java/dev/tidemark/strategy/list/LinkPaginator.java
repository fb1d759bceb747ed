package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages by the link in each page, a plain address or an RFC 8288 {@code Link} header. */
final class LinkPaginator implements Paginator {

    private final String nextUrlPath;
    private CycleCheck cycle = new CycleCheck();
    private @Nullable String link;
    private boolean reported;

    /** @param nextUrlPath where a response has the link */
    LinkPaginator(String nextUrlPath) {
        this.nextUrlPath = nextUrlPath;
    }

    @Override
    public Map<String, String> first() {
        cycle = new CycleCheck();
        return Map.of();
    }

    @Override
    public boolean pageRead(int rows, @Nullable String pageInfo) {
        link = pageInfo == null || Paginator.isNone(pageInfo) ? null : pageInfo.strip();
        if (link != null && link.startsWith("<")) {
            link = LinkHeader.next(link);
        }
        reported |= link != null;
        if (link != null && cycle.comesAgain(link)) {
            throw new IllegalStateException("the API returned a link for the second time, so its pages repeat");
        }
        return rows > 0;
    }

    @Override
    public @Nullable PageRequest next() {
        return link == null ? null : PageRequest.at(link);
    }

    @Override
    public @Nullable String missingNextPage() {
        return reported ? null : "nextUrlPath `" + nextUrlPath + "`";
    }
}
