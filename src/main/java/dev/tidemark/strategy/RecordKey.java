package dev.tidemark.strategy;

import dev.tidemark.row.FieldPath;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes a record of a list from the others, as a 64-bit hash: the fields of its key, or all of its fields where
 * it has not all of these. Equal numbers have one hash, regardless of their format; a number and its text have two. The hash
 * is keyed by a secret of this process, so that no API can choose records that collide. Not thread-safe.
 */
public final class RecordKey {

    private static final int LONG_DIGITS = 19;
    private static final byte[] SECRET = secret();

    private final List<FieldPath> fields;
    private long incomplete;
    private final MessageDigest digest;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** @param fields the fields of the key, or the paths to them; empty for all of a record's */
    public RecordKey(List<String> fields) {
        this.fields = fields.stream().map(FieldPath::of).toList();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public long of(Map<String, @Nullable Object> row) {
        bytes.reset();
        try {
            boolean hasKey = hasKey(row);
            incomplete += hasKey ? 0 : 1;
            if (hasKey) {
                for (FieldPath field : fields) {
                    write(field.read(row));
                }
            } else {
                write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        digest.update(SECRET);
        return ByteBuffer.wrap(digest.digest(bytes.toByteArray())).getLong();
    }

    private static byte[] secret() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** How many records had no value for a key field. */
    public long incomplete() {
        return fields.isEmpty() ? 0 : incomplete;
    }

    private boolean hasKey(Map<String, @Nullable Object> row) {
        return !fields.isEmpty() && fields.stream().allMatch(field -> field.read(row) != null);
    }

    private void write(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte('z');
        } else if (value instanceof Integer || value instanceof Long) {
            write('n', value.toString());
        } else if (value instanceof Number number) {
            write('n', plain(new BigDecimal(number.toString())));
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, member) -> sorted.put(String.valueOf(name), member));
            out.writeByte('o');
            out.writeInt(sorted.size());
            for (Map.Entry<String, Object> member : sorted.entrySet()) {
                write('s', member.getKey());
                write(member.getValue());
            }
        } else if (value instanceof List<?> list) {
            out.writeByte('a');
            out.writeInt(list.size());
            for (Object member : list) {
                write(member);
            }
        } else {
            write(value instanceof Boolean ? 'b' : 's', value.toString());
        }
    }

    /** Writes whole numbers in one format, so that each number has one text. */
    private static String plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        boolean isShort = shortest.scale() <= 0 && shortest.precision() - shortest.scale() <= LONG_DIGITS;
        return isShort ? shortest.toPlainString() : shortest.toString();
    }

    private void write(char type, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(type);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
