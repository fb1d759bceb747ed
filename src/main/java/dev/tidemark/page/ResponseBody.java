package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/**
 * A body that was received to its end. It can be read several times.
 *
 * @param bytes its bytes, which can be reset to their start
 * @param type the value of {@code Content-Type}
 * @param encoding the value of {@code Content-Encoding} that was not decoded
 */
record ResponseBody(InputStream bytes, @Nullable String type, @Nullable String encoding) implements Closeable {

    /** The bytes that are enough to recognize a format. */
    private static final int BEGINNING = 200;

    private static final ByteOrderMark[] MARKS = {
        ByteOrderMark.UTF_8,
        ByteOrderMark.UTF_16BE,
        ByteOrderMark.UTF_16LE,
        ByteOrderMark.UTF_32BE,
        ByteOrderMark.UTF_32LE
    };

    /** The bytes from the start; closing them leaves the body open. */
    InputStream fromStart() throws IOException {
        bytes.reset();
        return CloseShieldInputStream.wrap(bytes);
    }

    byte[] beginning() throws IOException {
        try (InputStream in = fromStart()) {
            return in.readNBytes(BEGINNING);
        }
    }

    /**
     * The characters from the start, by the byte order mark, the response's charset, or UTF-8, in this order. A byte that is
     * wrong in the charset fails the reading.
     *
     * @throws PageException when Java does not know the charset
     */
    Reader text() throws IOException {
        BOMInputStream in = BOMInputStream.builder()
                .setInputStream(fromStart())
                .setByteOrderMarks(MARKS)
                .get();
        ByteOrderMark mark = in.getBOM();
        Charset charset = mark == null ? charset() : Charset.forName(mark.getCharsetName());
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** The message for bytes that are wrong in the charset, at a place or a little after it. */
    PageException notInCharset(String place, CharacterCodingException e) {
        return new PageException(
                place + ", or one after it, is not " + charset() + "; have the API send UTF-8, or the right charset in"
                        + " Content-Type",
                e);
    }

    /** The charset without a byte order mark. */
    private Charset charset() {
        try {
            ContentType known = type == null ? null : ContentType.parse(type);
            Charset charset = known == null ? null : known.getCharset();
            return charset == null ? StandardCharsets.UTF_8 : charset;
        } catch (UnsupportedCharsetException e) {
            throw new PageException(
                    "the response has the charset `" + e.getCharsetName()
                            + "` in its Content-Type, which is not known; have the API send UTF-8",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
