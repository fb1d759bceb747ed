package dev.tidemark.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.LoginRefusedException;
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

/** Requests a token from a server; the response must be Json.PLAIN. */
final class TokenRequest {

    private static final int LONGEST_RESPONSE = 64 * 1024;

    private final String profile;
    private final HttpClient http;
    private final Duration deadline;
    private final RequestErrors errors;

    TokenRequest(String profile, HttpClient http, Duration deadline, RequestErrors errors) {
        this.profile = profile;
        this.http = http;
        this.deadline = deadline;
        this.errors = errors;
    }

    /** The server's response. */
    record Reply(int status, String type, String body) {}

    /** @throws ServerBusyException when it takes too long, or its connection fails */
    Reply send(HttpPost request) throws IOException {
        try (Deadline over = new Deadline(deadline, request)) {
            try {
                HttpClientContext context = HttpClientContext.create();
                Reply reply = http.execute(request, context, TokenRequest::reply);
                errors.checkProxy(where(request), request, reply.status(), context);
                return reply;
            } catch (IOException | RuntimeException e) {
                if (over.isOver()) {
                    throw new ServerBusyException(
                            where(request) + " did not respond within " + deadline.toMillis() + " ms");
                }
                if (e instanceof IOException io) {
                    throw failed(where(request), io);
                }
                throw e;
            }
        }
    }

    /** Names the login: its server may not be the API's. */
    private IOException failed(String where, IOException e) {
        if (e instanceof ClientException || e instanceof LoginRefusedException || e instanceof ServerBusyException) {
            return e;
        }
        IOException described = errors.described(where, e);
        String text =
                described == e ? where + " failed: " + Failure.innermost(e) : String.valueOf(described.getMessage());
        // Other threads that wait for this token were not interrupted themselves.
        boolean passing = e instanceof InterruptedIOException || (Retries.isPassing(e) && !(e instanceof SSLException));
        return passing ? new ServerBusyException(text) : new ClientException(text, null);
    }

    private static Reply reply(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        String type = entity == null ? null : entity.getContentType();
        try {
            String body = entity == null ? null : EntityUtils.toString(entity, LONGEST_RESPONSE);
            return new Reply(response.getCode(), type == null ? "no content type" : type, body == null ? "" : body);
        } catch (ParseException e) {
            throw new ClientException("the login's response has an unreadable content type", e);
        }
    }

    /**
     * The JSON document of the response.
     *
     * @param keys the configuration keys to check when the server rejects the request; the key of its address first
     */
    JsonNode document(HttpPost request, Reply reply, String keys) throws IOException {
        String where = where(request);
        if (reply.status() == 429 || reply.status() >= 500) {
            throw new ServerBusyException(where + " responded with " + reply.status());
        }
        if (reply.status() >= 300) {
            boolean elsewhere = reply.status() == 404 || reply.status() == 405 || reply.status() == 410;
            throw new LoginRefusedException(where + " was refused with " + reply.status() + error(reply) + "; check "
                    + (elsewhere ? keys.replaceFirst(",.*", "") : keys));
        }
        try (JsonParser parser = Json.PLAIN.createParser(reply.body())) {
            JsonNode document = Json.PLAIN.readTree(parser);
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // Reported below, without the text.
        }
        throw new ClientException(
                where + " responded with " + reply.type().replaceAll("[^\\w/.+;= -]", "?")
                        + " that is not a JSON object; check " + keys,
                null);
    }

    /** The unchanged token, if it is valid in a header. */
    String checked(HttpPost request, String token) throws ClientException {
        if (token.chars().anyMatch(Character::isISOControl)) {
            throw new ClientException(
                    where(request) + " returned a token that contains a line break or control character", null);
        }
        return token;
    }

    /** The error code of RFC 6749, if it is one. */
    private static String error(Reply reply) {
        try {
            String error = Json.PLAIN.readTree(reply.body()).path("error").asText();
            return error.matches("[a-z_]{1,50}") ? " (" + error + ")" : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** Without the query, which may contain secrets. */
    String where(HttpPost request) {
        return "the login of client `" + profile + "` at " + RequestErrors.address(request);
    }
}
