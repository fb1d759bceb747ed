package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes a body that is not of the source's format, and what to change. */
final class UnreadableBody {

    /** The explanation of NDJSON, for a message. */
    static final String LINES = "it is NDJSON (JSON Lines), one document after the other; set format to ndjson, or"
            + " request a single JSON document from the API";

    private static final Pattern LINES_TYPE =
            Pattern.compile("(?i).*/(?:x-)?(?:nd-?json|jsonl(?:ines)?|json-?lines|json-seq|stream\\+json)\\b.*");

    private static final Pattern JSON_TYPE = Pattern.compile("(?i)\\s*application/(?:[^;]*\\+)?json\\b.*");

    /** How the library names its own features and limits. */
    private static final Pattern SWITCHES =
            Pattern.compile(": enable `[^`]*` to allow|\\(not recognized as one since Feature [^)]*\\)"
                    + "|,? from `[^`]*`|\\[Source: [^\\]]*]| ?\\(start marker at [^)]*\\)(?:; [^)]*\\))?");

    private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([^']{1,20})'.*");
    private static final String XML = "XML";
    private static final String TOO_MUCH = "exceeds the maximum allowed";
    private static final String CUT = "Unexpected end-of-input";
    private static final String BAD_UTF8 = "Invalid UTF-8";
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] beginning;
    private final @Nullable String contentType;
    private final @Nullable String encoding;

    UnreadableBody(ResponseBody body) throws IOException {
        this.beginning = body.beginning();
        this.contentType = body.type();
        this.encoding = body.encoding();
    }

    /** Whether a content type is for several documents, one after the other. */
    static boolean isLines(@Nullable String contentType) {
        return contentType != null && LINES_TYPE.matcher(contentType).matches();
    }

    /** The message for the author of the source: the body should be JSON. */
    PageException notJson(JsonProcessingException e) {
        String foreign = foreign("JSON");
        return refused(
                foreign != null
                        ? foreign
                        : isLines(contentType)
                                ? "is not a single JSON document: " + LINES
                                : isCsv() ? "is CSV, not JSON; set format to csv" : jsonMistake(e),
                e);
    }

    private boolean isCsv() {
        return contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("text/csv");
    }

    /** @throws PageException when the body is recognized as something else, which might be read as rows of text */
    void requireCsv() {
        requireText("CSV");
        boolean jsonType = contentType != null && JSON_TYPE.matcher(contentType).matches();
        if (text().startsWith("{") || (jsonType && text().startsWith("["))) {
            throw refused("is JSON, not CSV: maybe an error; set format to json, or request CSV from the API", null);
        }
    }

    /** @throws PageException when the body is recognized as something else */
    void requireXml() {
        requireText(XML);
        if (text().matches("(?s)[{\\[].*")) {
            throw refused("is JSON, not XML: maybe an error; set format to json, or request XML from the API", null);
        }
    }

    /** @throws PageException when the body is recognized as something else, which might be read as lines of text */
    void requireText(String format) {
        String foreign = foreign(format);
        if (foreign != null) {
            throw refused(foreign, null);
        }
    }

    private PageException refused(String what, @Nullable Exception cause) {
        String type = contentType == null ? "of no content type" : SafeText.excerpt(contentType);
        return new PageException("the response (" + type + ") " + what, cause);
    }

    /** What it is instead of that format; null when it is not recognized as anything else. */
    private @Nullable String foreign(String format) {
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
        if (!text.startsWith("<")) {
            return null;
        }
        boolean html = text.matches("(?is)<(?:!doctype html|html|head|body)\\b.*")
                || (contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html"));
        return html
                ? "is HTML, not " + format + ": a web page, such as a login page; check url and the source's client"
                : format.equals(XML)
                        ? null
                        : "is XML, not " + format + "; set format to xml, or request " + format
                                + " from the API, by url, by query, or by the header"
                                + " Accept (tidemark.client.NAME.headers.Accept)";
    }

    /** The library's own words on a mistake, without its switches. */
    static String parserMessage(JsonProcessingException e) {
        return SafeText.excerpt(
                SWITCHES.matcher(String.valueOf(e.getOriginalMessage())).replaceAll(""));
    }

    private String jsonMistake(JsonProcessingException e) {
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
