package dev.tidemark.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Asks a server for a token; the answer must be JSON. */
final class TokenRequest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final String profile;
    private final HttpClient http;
    private final Duration deadline;
    private final RequestErrors unanswered;

    TokenRequest(String profile, HttpClient http, Duration deadline, RequestErrors unanswered) {
        this.profile = profile;
        this.http = http;
        this.deadline = deadline;
        this.unanswered = unanswered;
    }

    /** What the server answered. */
    record Reply(int status, String type, String body) {}

    /** @throws ServerBusyException when it takes too long, or its connection fails */
    Reply send(HttpPost request) throws IOException {
        try (Deadline over = new Deadline(deadline, request)) {
            try {
                HttpClientContext context = HttpClientContext.create();
                Reply reply = http.execute(request, context, TokenRequest::reply);
                unanswered.refuseProxys(where(request), request, reply.status(), context);
                return reply;
            } catch (IOException | RuntimeException e) {
                if (over.isOver()) {
                    throw new ServerBusyException(
                            where(request) + " did not answer within " + deadline.toMillis() + " ms");
                }
                if (e instanceof IOException io) {
                    throw failed(where(request), io);
                }
                throw e;
            }
        }
    }

    /** Names the login: it may live elsewhere than the API. */
    private IOException failed(String where, IOException e) {
        if (e instanceof ClientException || e instanceof ServerBusyException) {
            return e;
        }
        IOException told = unanswered.told(where, e);
        String text = told == e ? where + " failed: " + Failure.innermost(e) : String.valueOf(told.getMessage());
        // Others who wait for this token were not interrupted themselves.
        boolean passing = e instanceof InterruptedIOException || (Retries.isPassing(e) && !(e instanceof SSLException));
        return passing ? new ServerBusyException(text) : new ClientException(text, null);
    }

    private static Reply reply(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        String type = entity == null ? null : entity.getContentType();
        try {
            String body = entity == null ? null : EntityUtils.toString(entity, LONGEST_ANSWER);
            return new Reply(response.getCode(), type == null ? "no content type" : type, body == null ? "" : body);
        } catch (ParseException e) {
            throw new ClientException("the login's answer has a content type that cannot be read", e);
        }
    }

    /**
     * The answer's document.
     *
     * @param keys of the configuration, to be checked when the server refuses; first the one of its address
     */
    JsonNode document(HttpPost request, Reply reply, String keys) throws IOException {
        String where = where(request);
        if (reply.status() == 429 || reply.status() >= 500) {
            throw new ServerBusyException(where + " answered " + reply.status());
        }
        if (reply.status() >= 300) {
            boolean elsewhere = reply.status() == 404 || reply.status() == 405 || reply.status() == 410;
            throw new ClientException(
                    where + " was refused with " + reply.status() + error(reply) + "; check "
                            + (elsewhere ? keys.replaceFirst(",.*", "") : keys),
                    null);
        }
        try (JsonParser parser = JSON.createParser(reply.body())) {
            JsonNode document = JSON.readTree(parser);
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // Said below, without the text.
        }
        throw new ClientException(
                where + " was answered with " + reply.type().replaceAll("[^\\w/.+;= -]", "?")
                        + " that is no JSON object; check " + keys,
                null);
    }

    /** The token as it is, if it can stand in a header. */
    String checked(HttpPost request, String token) throws ClientException {
        if (token.chars().anyMatch(Character::isISOControl)) {
            throw new ClientException(
                    where(request) + " brought a token with a line break or control character in it", null);
        }
        return token;
    }

    /** The code of RFC 6749, when that is what it is. */
    private static String error(Reply reply) {
        try {
            String error = JSON.readTree(reply.body()).path("error").asText();
            return error.matches("[a-z_]{1,50}") ? " (" + error + ")" : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** Without the query, which may hold secrets. */
    String where(HttpPost request) {
        return "the login of client `" + profile + "` at " + RequestErrors.address(request);
    }
}
