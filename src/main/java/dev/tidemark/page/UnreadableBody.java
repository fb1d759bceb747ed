package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what a body is that cannot be read as JSON, and what to change. */
final class UnreadableBody {

    /** What NDJSON is, for a message. */
    static final String LINES = "it is NDJSON (JSON Lines), one document after the other, which is not read yet;"
            + " ask the API for a single JSON document";

    private static final Pattern LINES_TYPE =
            Pattern.compile("(?i).*/(?:x-)?(?:nd-?json|jsonl(?:ines)?|json-?lines|json-seq|stream\\+json)\\b.*");

    /** What the library calls its own switches and limits. */
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
     * @param encoding the value of {@code Content-Encoding} as far as it was not undone
     */
    UnreadableBody(byte[] beginning, @Nullable String contentType, @Nullable String encoding) {
        this.beginning = beginning;
        this.contentType = contentType;
        this.encoding = encoding;
    }

    /** Whether a content type is that of several documents, one after the other. */
    static boolean isLines(@Nullable String contentType) {
        return contentType != null && LINES_TYPE.matcher(contentType).matches();
    }

    /** The message for the person who wrote the source. */
    PageException refused(JsonProcessingException e) {
        String type = contentType == null ? "of no content type" : Excerpt.of(contentType);
        return new PageException("the response (" + type + ") " + what(e), e);
    }

    private String what(JsonProcessingException e) {
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            return "is compressed with `" + Excerpt.of(encoding)
                    + "`, which was not asked for: only gzip and deflate are; have the server, or a proxy before it,"
                    + " use one of these";
        }
        if (begins(0x1f, 0x8b)) {
            return "is compressed with gzip and does not say so; the server, or a proxy before it, has to send the"
                    + " header `Content-Encoding: gzip`";
        }
        if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
            return "is compressed with zstd, which was not asked for; have the server, or a proxy before it, use gzip";
        }
        String text = text();
        if (text.startsWith("<")) {
            boolean html = text.matches("(?is)<(?:!doctype html|html|head|body)\\b.*")
                    || (contentType != null
                            && contentType.toLowerCase(Locale.ROOT).contains("html"));
            return html
                    ? "is HTML, not JSON: a page for people, such as one to sign in; check url and the source's client"
                    : "is XML, not JSON; ask the API for JSON, by url, by query, or by the header Accept"
                            + " (tidemark.client.NAME.headers.Accept=application/json)";
        }
        return isLines(contentType) ? "is not a single JSON document: " + LINES : notJson(e);
    }

    private String notJson(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        long at = location == null ? -1 : location.getByteOffset();
        String where = at < 0 ? "" : " at byte " + at;
        String said = SWITCHES.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        Matcher number = NO_NUMBER.matcher(said);
        if (number.matches()) {
            return "has " + Excerpt.of(number.group(1)) + where
                    + ", which JSON has no number for; have the API send null or a text instead";
        }
        if (hasByteOrderMark(at)) {
            return "has a byte order mark" + where + ", which may only be at its very beginning, and once";
        }
        if (said.startsWith(BAD_UTF8)) {
            return "is not UTF-8" + where + ", as JSON must be; have the API send UTF-8";
        }
        if (said.contains(TOO_MUCH)) {
            return "is beyond what is read" + where + ": " + Excerpt.of(said);
        }
        if (said.startsWith(CUT)) {
            return "is not a whole JSON document: it ends" + where + " in the middle; see whether the API, or a proxy"
                    + " before it, cuts its responses";
        }
        return "is not a whole JSON document" + where + ": " + Excerpt.of(said);
    }

    /** Whether there is one at a position, or just before it. */
    private boolean hasByteOrderMark(long at) {
        for (int from = (int) Math.max(1, at - 3); from <= at && from + 3 <= beginning.length; from++) {
            if (Arrays.equals(beginning, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
                return true;
            }
        }
        return false;
    }

    /** Its first letters, without what may stand before a document. */
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
