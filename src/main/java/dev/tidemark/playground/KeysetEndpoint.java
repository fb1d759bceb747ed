package dev.tidemark.playground;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * {@code /pagination/keyset}: 50 users per page, and a token for the next page. The token contains only the last
 * {@code updatedAt}, so a tie that is split by a page end loses records, as in many real APIs.
 */
final class KeysetEndpoint {

    private static final int PAGE = 50;

    /** In Base64 it contains a plus sign, which reveals clients that do not encode their parameters. */
    private static final String TOKEN_PREFIX = ">?>";

    private final Users users;

    KeysetEndpoint(Users users) {
        this.users = users;
    }

    Route route() {
        return Route.get("/pagination/keyset", this::page, "updated_since", "scroll_param");
    }

    private Response page(Call call) {
        QueryParameters query = call.query();
        if (query.has("updated_since") && query.has("scroll_param")) {
            throw Refusal.badRequest("send updated_since or scroll_param, not both");
        }
        UserSnapshot snapshot = users.snapshot();
        int first = snapshot.firstFrom(
                query.has("scroll_param")
                        ? instantOf(query.required("scroll_param")) + 1
                        : query.timestamp("updated_since"));
        int end = Math.min(first + PAGE, snapshot.size());
        String next = end == snapshot.size() ? null : token(snapshot.updatedAt(snapshot.slotAt(end - 1)));
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(first, end);
            json.writeStringField("scroll_param", next);
            json.writeEndObject();
        };
    }

    private static String token(long updatedAt) {
        String text = TOKEN_PREFIX + Timestamps.format(updatedAt);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static long instantOf(String token) {
        String text = decodeOrNull(token);
        if (text == null || !text.startsWith(TOKEN_PREFIX)) {
            throw Refusal.badRequest("scroll_param is not a token of this API: '" + token + "'");
        }
        return Timestamps.parse("scroll_param", text.substring(TOKEN_PREFIX.length()));
    }

    private static @Nullable String decodeOrNull(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
