package dev.tidemark.page;

import dev.tidemark.json.RecordJson;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a CSV body, row by row, as in RFC 4180. A cell in quotes may have separators, line breaks, and quotes written
 * twice. An empty cell is null without quotes, and an empty text with them. Blank lines are skipped. A row has a bounded
 * length. Not thread-safe.
 */
final class CsvCells {

    private static final int LONGEST = RecordJson.LONGEST_TEXT;
    private static final int END = -1;

    private final ResponseBody body;
    private final Reader text;
    private final char separator;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder cell = new StringBuilder();
    private int at;
    private int end;
    private int length;
    private long line = 1;
    private long firstLine = 1;

    CsvCells(ResponseBody body, char separator) throws IOException {
        this.body = body;
        this.text = body.text();
        this.separator = separator;
    }

    /** The cells of the next row; null after the last one. */
    @Nullable
    List<@Nullable String> next() throws IOException {
        List<@Nullable String> cells = new ArrayList<>();
        do {
            firstLine = line;
            length = 0;
            if (peek() == END) {
                return null;
            }
            cells.clear();
            int after;
            do {
                cells.add(peek() == '"' ? quoted() : unquoted());
                after = read();
            } while (after == separator);
            endLine(after);
        } while (cells.size() == 1 && cells.get(0) == null);
        return cells;
    }

    /** Where the row begins, for a message. */
    String place() {
        return "line " + firstLine + " of the response";
    }

    private @Nullable String unquoted() throws IOException {
        cell.setLength(0);
        for (int next = peek(); next != separator && !isLineEnd(next); next = peek()) {
            cell.append((char) read());
        }
        return cell.isEmpty() ? null : cell.toString();
    }

    private String quoted() throws IOException {
        long opened = line;
        read();
        cell.setLength(0);
        while (true) {
            int next = read();
            if (next == END) {
                throw new PageException("line " + opened + " of the response opens a quote that is not closed; check"
                        + " whether the API, or a proxy before it, truncates its responses");
            }
            if (next == '"' && peek() != '"') {
                requireEnd();
                return cell.toString();
            }
            if (next == '"') {
                read();
            }
            cell.append((char) next);
            line += next == '\n' || (next == '\r' && peek() != '\n') ? 1 : 0;
        }
    }

    private void requireEnd() throws IOException {
        int next = peek();
        if (next != separator && !isLineEnd(next)) {
            throw new PageException("line " + line + " of the response has more text after a closing quote; in CSV, a"
                    + " quote within quotes is written twice, and csvSeparator is `" + separator + "`");
        }
    }

    private void endLine(int after) throws IOException {
        if (after == '\r' && peek() == '\n') {
            read();
        }
        line++;
    }

    private static boolean isLineEnd(int next) {
        return next == '\n' || next == '\r' || next == END;
    }

    private int peek() throws IOException {
        return at < end || fill() ? buffer[at] : END;
    }

    private int read() throws IOException {
        int next = peek();
        at++;
        if (++length > LONGEST) {
            throw new PageException(
                    "the row that begins in " + place() + " is longer than 8 MiB, the limit of a row; check"
                            + " csvSeparator, and whether the response has line breaks between its rows");
        }
        return next;
    }

    private boolean fill() throws IOException {
        try {
            at = 0;
            end = Math.max(text.read(buffer), 0);
            return end > 0;
        } catch (CharacterCodingException e) {
            throw body.notInCharset("line " + line + " of the response", e);
        }
    }
}
