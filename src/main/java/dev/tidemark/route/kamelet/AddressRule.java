package dev.tidemark.route.kamelet;

import dev.tidemark.text.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the address of a source. A message shows the address only when it cannot contain a secret. */
public final class AddressRule {
    private static final Pattern BEFORE_PATH = Pattern.compile("(?s)[^/?#]*(?://[^/?#]*)?");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)/.*");

    private AddressRule() {}

    /**
     * The mistakes in an address; empty when it is valid.
     *
     * @param written the address as in the file, with placeholders
     * @param url the address with placeholders resolved
     */
    public static List<String> mistakes(String written, String url) {
        Matcher before = BEFORE_PATH.matcher(url);
        if (before.lookingAt() && UrlPath.PLACEHOLDER.matcher(before.group()).find()) {
            return List.of(
                    displayed(written, url) + ": only its path may have a placeholder such as {page}; write the host");
        }
        return mistakesWithoutPlaces(UrlPath.PLACEHOLDER.matcher(url).replaceAll("x"), displayed(written, url));
    }

    private static List<String> mistakesWithoutPlaces(String url, String displayed) {
        List<String> mistakes = new ArrayList<>();
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            mistakes.add("start it with https:// (or http://)");
        } else if (!scheme.group(1).matches("https?:")) {
            mistakes.add("starts with " + SafeText.quoted(scheme.group(1)) + ": it must be https:// or http://");
        }
        String rest = url.replaceFirst("^[^/?#]*://", "");
        if (rest.replaceFirst("[/?#].*", "").contains("@") || (rest.contains("@") && fault(url) != null)) {
            mistakes.add("move the login to `tidemark.client.NAME`, and select that with `client`");
        }
        if (url.contains("?")) {
            mistakes.add("move the parameters to `query`");
        }
        if (url.contains("#")) {
            mistakes.add("remove `#` and the text after it");
        }
        String fault = fault(url);
        if (mistakes.isEmpty() && fault != null) {
            mistakes.add(fault);
        }
        mistakes.replaceAll(mistake -> displayed + ": " + mistake);
        return mistakes;
    }

    private static String displayed(String written, String url) {
        if (!url.matches("[^@?#]*")) {
            return "(not shown)";
        }
        return "is " + SafeText.quoted(written)
                + (written.equals(url) ? "" : " (its value is not shown, since it may be secret)");
    }

    private static @Nullable String fault(String url) {
        try {
            String path = url.replaceFirst("^[^/?#]*:/*[^/?#]*", "").replaceFirst("(?s)[?#].*", "");
            String fault = UrlPath.fault(path);
            if (fault != null) {
                return "its path " + fault;
            }
            boolean hasNoHost = url.matches("[a-z]*:/*") || new URI(url).getHost() == null;
            return hasNoHost ? "does not contain a valid host" : null;
        } catch (URISyntaxException e) {
            return "is not an address: " + e.getReason() + " at position " + (e.getIndex() + 1);
        }
    }
}
