package dev.tidemark.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The secrets of this process. They are masked in messages, because a server may echo one: verbatim, in base64 or
 * URL-encoded.
 */
public final class Secrets {

    /** Shorter texts may match by chance. */
    private static final int SHORTEST = 4;

    private static final String MASK = "***";

    /** Longest first: one secret may be part of another. */
    private static final Set<String> FORMS = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private Secrets() {}

    /** Registers a secret that {@link #masked} hides from now on. */
    public static void hide(String secret) {
        if (secret.length() >= SHORTEST) {
            FORMS.addAll(forms(secret));
        }
    }

    /** Forgets a secret that is no longer in use: a program that runs for months sees many tokens. */
    public static void forget(String secret) {
        forms(secret).forEach(FORMS::remove);
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return List.of(
                secret,
                encoded,
                encoded.replace("+", "%20"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Returns the text with all secrets masked. */
    public static String masked(String text) {
        String masked = text;
        for (String form : FORMS) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }
}
