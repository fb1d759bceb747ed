package dev.tidemark.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of columns that are made from several names, within the database's limit. A longer name keeps its beginning, and ends
 * with {@code _} and the first 8 hex digits of the SHA-256 hash of the whole name in UTF-8.
 */
final class ShortNames {

    private static final int BYTES = 4;

    private ShortNames() {}

    /** The name, or its short form when the database refuses it as too long. */
    static String of(String name, Dialect dialect) {
        if (dialect.faultOf(name) == null) {
            return name;
        }
        String end = "_" + hash(name);
        String start = name;
        while (!start.isEmpty() && dialect.faultOf(start + end) != null) {
            start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
        }
        // A fault other than the length is reported with the name that has it.
        return start.isEmpty() ? name : start + end;
    }

    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
