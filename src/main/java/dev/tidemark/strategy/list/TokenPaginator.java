package dev.tidemark.strategy.list;

import dev.tidemark.strategy.PageRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages by the token in each page; a page without one is the last. */
final class TokenPaginator extends KeysetPaginator {

    private final String tokenPath;
    private CycleCheck cycle = new CycleCheck();
    private @Nullable String token;
    private boolean reported;

    /** @param tokenPath where a response has the token */
    TokenPaginator(String keyField, String tokenPath) {
        super(keyField);
        this.tokenPath = tokenPath;
    }

    @Override
    public Map<String, String> first() {
        cycle = new CycleCheck();
        return Map.of();
    }

    @Override
    public boolean pageRead(int rows, @Nullable String pageInfo) {
        boolean over = pageInfo == null || Paginator.isNone(pageInfo) || (rows == 0 && pageInfo.equals(token));
        token = over ? null : pageInfo;
        reported |= token != null;
        if (token != null && cycle.comesAgain(token)) {
            throw new IllegalStateException("the API returned a token for the second time, so its pages repeat");
        }
        return rows > 0;
    }

    @Override
    public @Nullable PageRequest next() {
        return token == null ? null : PageRequest.next(Map.of("token", token));
    }

    @Override
    public @Nullable String missingNextPage() {
        return reported ? null : "tokenPath `" + tokenPath + "`";
    }

    @Override
    public boolean readsTies() {
        return false;
    }
}
