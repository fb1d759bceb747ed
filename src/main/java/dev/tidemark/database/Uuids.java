package dev.tidemark.database;

import java.util.regex.Pattern;

/** UUIDs as text. */
public final class Uuids {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** The number of characters of a UUID. */
    public static final int LENGTH = 36;

    private Uuids() {}

    /** Whether a text is a UUID, in the format with hyphens. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
