package dev.tidemark.http;

import dev.tidemark.sync.Secrets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Hides the tokens that one server gave out: the last ones, since a program that runs for months gets many. */
final class IssuedTokens {

    /** An older one turns up in no message any more. */
    private static final int MOST = 50;

    private final Deque<String> last = new ArrayDeque<>();

    void hide(String token) {
        Secrets.hide(token);
        last.remove(token);
        last.add(token);
        if (last.size() > MOST) {
            Secrets.forget(last.remove());
        }
    }
}
