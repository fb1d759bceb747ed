package dev.tidemark.database;

import java.util.regex.Pattern;

/** UUIDs as text. */
public final class Uuids {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** How many characters one has. */
    public static final int LENGTH = 36;

    private Uuids() {}

    /** Whether a text is one, in the form with hyphens. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
