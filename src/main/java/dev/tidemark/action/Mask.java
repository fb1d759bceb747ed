package dev.tidemark.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Masks values. null stays null, and in a list each element is masked. A number is hashed by its value, so that 1 and 1.0
 * are equal; an object by its JSON. Thread-safe.
 */
final class Mask {

    static final String STARS = "***";

    /** Of a shorter text, the last characters would be most of it. */
    private static final int SHORTEST_SHOWN = 8;

    private static final int SHOWN = 4;
    private static final String HMAC = "HmacSHA256";

    private final MaskMethod method;
    private final @Nullable SecretKeySpec key;

    /** @param salt the key of the hash; null when the method has none */
    Mask(MaskMethod method, @Nullable String salt) {
        this.method = method;
        this.key = salt == null ? null : new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    @Nullable
    Object masked(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>(list.size());
            list.forEach(each -> all.add(masked(each)));
            return all;
        }
        return switch (method) {
            case SHA256 -> hash(bytes(value));
            case REDACT -> STARS;
            case PARTIAL -> value instanceof Map || value instanceof byte[] ? STARS : partial(value.toString());
        };
    }

    /** An address keeps its first character and its domain, another text its last four characters. */
    private static String partial(String text) {
        int at = text.lastIndexOf('@');
        if (at > 0) {
            return text.substring(0, text.offsetByCodePoints(0, 1)) + STARS + text.substring(at);
        }
        int length = text.codePointCount(0, text.length());
        return length < SHORTEST_SHOWN ? STARS : STARS + text.substring(text.offsetByCodePoints(0, length - SHOWN));
    }

    private String hash(byte[] value) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        String text;
        if (value instanceof Number number) {
            text = number(number.toString());
        } else if (value instanceof Map) {
            text = json(value);
        } else {
            text = value.toString();
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String number(String text) {
        try {
            BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();
            // An exponent of many digits would be written out.
            return decimal.scale() <= 0 && decimal.scale() > -40 ? decimal.toPlainString() : decimal.toString();
        } catch (NumberFormatException e) {
            // Not a finite number.
            return text;
        }
    }

    private static String json(Object value) {
        try {
            return Json.PLAIN.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new RefusedException("a value to mask cannot be written as JSON");
        }
    }
}
