package dev.tidemark.page;

import dev.tidemark.text.SafeText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.commons.io.input.ReaderInputStream;
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

    private static final Pattern DECLARATION =
            Pattern.compile("^\\s*<\\?xml\\b[^>]*\\bencoding\\s*=\\s*[\"']([^\"']+)[\"']");

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

    /** The bytes of JSON, which is Unicode unless the response's charset says otherwise. */
    InputStream json() throws IOException {
        Charset declared = declaredCharset();
        return declared == null || declared.name().matches("UTF-.*|US-ASCII")
                ? fromStart()
                : ReaderInputStream.builder()
                        .setReader(text())
                        .setCharset(StandardCharsets.UTF_8)
                        .get();
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
        return text(charset());
    }

    /** The same for XML, whose declaration comes after the response's charset. */
    Reader xmlText() throws IOException {
        Matcher declared = DECLARATION.matcher(new String(beginning(), StandardCharsets.ISO_8859_1));
        return text(declared.find() && declaredCharset() == null ? charset(declared.group(1)) : charset());
    }

    private Reader text(Charset otherwise) throws IOException {
        BOMInputStream in = BOMInputStream.builder()
                .setInputStream(fromStart())
                .setByteOrderMarks(MARKS)
                .get();
        ByteOrderMark mark = in.getBOM();
        Charset charset = mark == null ? otherwise : Charset.forName(mark.getCharsetName());
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
        Charset declared = declaredCharset();
        return declared == null ? StandardCharsets.UTF_8 : declared;
    }

    private @Nullable Charset declaredCharset() {
        try {
            ContentType known = type == null ? null : ContentType.parse(type);
            return known == null ? null : known.getCharset();
        } catch (IllegalArgumentException e) {
            throw unknownCharset(String.valueOf(type), e);
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw unknownCharset(name, e);
        }
    }

    private static PageException unknownCharset(String name, Exception cause) {
        return new PageException(
                "the response has an unknown charset, `" + SafeText.excerpt(name) + "`; have the API send UTF-8",
                cause);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
