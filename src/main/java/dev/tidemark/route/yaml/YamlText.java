package dev.tidemark.route.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a file, which must be UTF-8 and of limited size. */
public final class YamlText {
    public static final int MOST_BYTES = 1024 * 1024;

    private YamlText() {}

    /** The text; null after a problem was added. */
    static @Nullable String decode(byte[] bytes, FileProblems problems) {
        if (bytes.length > MOST_BYTES) {
            problems.add(0, 0, "is larger than 1 MiB, the maximum for a route file: split it");
            return null;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            problems.add(
                    (int) out.chars().filter(each -> each == '\n').count() + 1,
                    0,
                    String.format(
                            "is not UTF-8: byte 0x%02X; save the file with the encoding UTF-8", bytes[in.position()]));
            return null;
        }
        return out.toString();
    }
}
