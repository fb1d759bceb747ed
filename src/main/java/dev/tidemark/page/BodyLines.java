package dev.tidemark.page;

import dev.tidemark.json.RecordJson;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a body, without the ends of lines. A line has a bounded length. Not thread-safe. */
final class BodyLines {

    private static final int LONGEST = RecordJson.LONGEST_TEXT;

    private final ResponseBody body;
    private final Reader text;
    private char[] buffer = new char[1 << 14];
    private int start;
    private int end;
    private long number;

    BodyLines(ResponseBody body) throws IOException {
        this.body = body;
        this.text = body.text();
    }

    /** The next line, valid until the next call; null after the last one. */
    @Nullable
    CharBuffer next() throws IOException {
        number++;
        for (int at = start; ; ) {
            for (; at < end; at++) {
                if (buffer[at] == '\n') {
                    CharBuffer line = line(at);
                    start = at + 1;
                    return line;
                }
            }
            int read = end - start;
            if (!fill()) {
                CharBuffer last = read == 0 ? null : line(end);
                start = end;
                return last;
            }
            at = start + read;
        }
    }

    /** Where the last line is, for a message. */
    String place() {
        return "line " + number + " of the response";
    }

    private CharBuffer line(int until) {
        int length = until - start;
        return CharBuffer.wrap(buffer, start, length > 0 && buffer[until - 1] == '\r' ? length - 1 : length);
    }

    /** Reads more behind the line that has begun; false at the end. */
    private boolean fill() throws IOException {
        int begun = end - start;
        if (begun > LONGEST) {
            throw new PageException(
                    place() + " is longer than 8 MiB, the limit of a line; check whether the response has"
                            + " line breaks between its records");
        }
        if (end == buffer.length) {
            char[] room = start > 0 && begun < buffer.length / 2 ? buffer : Arrays.copyOf(buffer, 2 * buffer.length);
            System.arraycopy(buffer, start, room, 0, begun);
            buffer = room;
            start = 0;
            end = begun;
        }
        try {
            int read = text.read(buffer, end, buffer.length - end);
            end += Math.max(read, 0);
            return read >= 0;
        } catch (CharacterCodingException e) {
            throw body.notInCharset(place(), e);
        }
    }
}
