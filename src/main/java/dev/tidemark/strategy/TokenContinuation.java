package dev.tidemark.strategy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes on by a token that each page brings; a page without one is the last. */
final class TokenContinuation extends KeysetContinuation {

    private final String tokenPath;
    private CycleCheck cycle = new CycleCheck();
    private @Nullable String token;
    private boolean told;

    /** @param tokenPath where an answer has the token */
    TokenContinuation(String keyField, String tokenPath) {
        super(keyField);
        this.tokenPath = tokenPath;
    }

    @Override
    public Map<String, String> first() {
        cycle = new CycleCheck();
        return Map.of();
    }

    @Override
    public boolean pageRead(int rows, @Nullable String fact) {
        boolean over = fact == null || Continuation.isNone(fact) || (rows == 0 && fact.equals(token));
        token = over ? null : fact;
        told |= token != null;
        if (token != null && cycle.comesAgain(token)) {
            throw new IllegalStateException(
                    "the API answered with a token that it gave before: its list leads nowhere new");
        }
        return rows > 0;
    }

    @Override
    public @Nullable PageRequest next() {
        return token == null ? null : PageRequest.next(Map.of("token", token));
    }

    @Override
    public @Nullable String missingNextPage() {
        return told ? null : "tokenPath `" + tokenPath + "`";
    }

    @Override
    public boolean readsTies() {
        return false;
    }
}
