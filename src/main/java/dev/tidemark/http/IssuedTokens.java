package dev.tidemark.http;

import dev.tidemark.text.Secrets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Masks the latest tokens that one server issued; a program that runs for months gets many. */
final class IssuedTokens {

    /** Older tokens no longer appear in messages. */
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
