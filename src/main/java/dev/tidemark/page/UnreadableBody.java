package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.text.SafeText;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes a body that cannot be read as JSON, and what to change. */
final class UnreadableBody {

    /** The explanation of NDJSON, for a message. */
    static final String LINES = "it is NDJSON (JSON Lines), one document after the other, which is not"
            + " supported yet; request a single JSON document from the API";

    private static final Pattern LINES_TYPE =
            Pattern.compile("(?i).*/(?:x-)?(?:nd-?json|jsonl(?:ines)?|json-?lines|json-seq|stream\\+json)\\b.*");

    /** How the library names its own features and limits. */
    private static final Pattern SWITCHES =
            Pattern.compile(": enable `[^`]*` to allow|\\(not recognized as one since Feature [^)]*\\)"
                    + "|,? from `[^`]*`|\\[Source: [^\\]]*]| ?\\(start marker at [^)]*\\)(?:; [^)]*\\))?");

    private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([^']{1,20})'.*");
    private static final String TOO_MUCH = "exceeds the maximum allowed";
    private static final String CUT = "Unexpected end-of-input";
    private static final String BAD_UTF8 = "Invalid UTF-8";
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] beginning;
    private final @Nullable String contentType;
    private final @Nullable String encoding;

    /**
     * A body.
     *
     * @param beginning its first bytes
     * @param contentType the value of that header
     * @param encoding the value of {@code Content-Encoding} that was not decoded
     */
    UnreadableBody(byte[] beginning, @Nullable String contentType, @Nullable String encoding) {
        this.beginning = beginning;
        this.contentType = contentType;
        this.encoding = encoding;
    }

    /** Whether a content type is for several documents, one after the other. */
    static boolean isLines(@Nullable String contentType) {
        return contentType != null && LINES_TYPE.matcher(contentType).matches();
    }

    /** The message for the author of the source. */
    PageException refused(JsonProcessingException e) {
        String type = contentType == null ? "of no content type" : SafeText.excerpt(contentType);
        return new PageException("the response (" + type + ") " + what(e), e);
    }

    private String what(JsonProcessingException e) {
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            return "is compressed with `" + SafeText.excerpt(encoding)
                    + "`, which was not requested: only gzip and deflate are; have the server, or a proxy before it,"
                    + " use one of these";
        }
        if (begins(0x1f, 0x8b)) {
            return "is compressed with gzip without saying so; the server, or a proxy before it, must send the"
                    + " header `Content-Encoding: gzip`";
        }
        if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
            return "is compressed with zstd, which was not requested; have the server, or a proxy before it, use gzip";
        }
        String text = text();
        if (text.startsWith("<")) {
            boolean html = text.matches("(?is)<(?:!doctype html|html|head|body)\\b.*")
                    || (contentType != null
                            && contentType.toLowerCase(Locale.ROOT).contains("html"));
            return html
                    ? "is HTML, not JSON: a web page, such as a login page; check url and the source's client"
                    : "is XML, not JSON; request JSON from the API, by url, by query, or by the header Accept"
                            + " (tidemark.client.NAME.headers.Accept=application/json)";
        }
        return isLines(contentType) ? "is not a single JSON document: " + LINES : notJson(e);
    }

    private String notJson(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        long at = location == null ? -1 : location.getByteOffset();
        String where = at < 0 ? "" : " at byte " + at;
        String parserMessage =
                SWITCHES.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        Matcher number = NO_NUMBER.matcher(parserMessage);
        if (number.matches()) {
            return "has " + SafeText.excerpt(number.group(1)) + where
                    + ", which is not a JSON number; have the API send null or a text instead";
        }
        if (hasByteOrderMark(at)) {
            return "has a byte order mark" + where + ", which is allowed only once, at the very start";
        }
        if (parserMessage.startsWith(BAD_UTF8)) {
            return "is not UTF-8" + where + ", which JSON requires; have the API send UTF-8";
        }
        if (parserMessage.contains(TOO_MUCH)) {
            return "exceeds a limit" + where + ": " + SafeText.excerpt(parserMessage);
        }
        if (parserMessage.startsWith(CUT)) {
            return "is not a complete JSON document: it ends" + where + " in the middle; check whether the API,"
                    + " or a proxy before it, truncates its responses";
        }
        return "is not a complete JSON document" + where + ": " + SafeText.excerpt(parserMessage);
    }

    /** Whether there is a byte order mark at a position, or just before it. */
    private boolean hasByteOrderMark(long at) {
        for (int from = (int) Math.max(1, at - 3); from <= at && from + 3 <= beginning.length; from++) {
            if (Arrays.equals(beginning, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
                return true;
            }
        }
        return false;
    }

    /** Its first characters, without a byte order mark. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (byte each : beginning) {
            // A byte order mark, or every other byte of UTF-16.
            if (each > 0) {
                text.append((char) each);
            }
        }
        return text.toString().strip();
    }

    private boolean begins(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (beginning.length <= i || (beginning[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
