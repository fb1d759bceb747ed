package dev.tidemark.page;

import dev.tidemark.json.RecordJson;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Limits what a parser may read until it reports something, so that it never holds more. Not thread-safe. */
final class TokenLimit extends FilterReader {

    private int read;

    TokenLimit(Reader in) {
        super(in);
    }

    /** Reports that the parser has reported something. */
    void restart() {
        read = 0;
    }

    @Override
    public int read() throws IOException {
        count(1);
        return super.read();
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        int more = super.read(buffer, from, length);
        count(more);
        return more;
    }

    private void count(int more) {
        read += more;
        if (read > RecordJson.LONGEST_TEXT) {
            throw new PageException("a name, an attribute or another part of the response is longer than 8 MiB");
        }
    }
}
