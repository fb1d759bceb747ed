package dev.tidemark.route;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the address of a source. Shows it only when there is no place for a secret in it. */
public final class AddressRule {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)/.*");

    private AddressRule() {}

    /**
     * What to change; empty when all is right.
     *
     * @param written the address as the file has it, placeholders and all
     * @param url the address, placeholders resolved
     */
    public static List<String> mistakes(String written, String url) {
        List<String> mistakes = new ArrayList<>();
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            mistakes.add("begin it with https:// (or http://)");
        } else if (!scheme.group(1).matches("https?:")) {
            mistakes.add("begins with " + Shown.value(scheme.group(1)) + ": it must be https:// or http://");
        }
        String rest = url.replaceFirst("^[^/?#]*://", "");
        if (rest.replaceFirst("[/?#].*", "").contains("@") || (rest.contains("@") && fault(url) != null)) {
            mistakes.add("put the login into `tidemark.client.NAME`, and name that with `client`");
        }
        if (url.contains("?")) {
            mistakes.add("parameters belong into `query`");
        }
        if (url.contains("#")) {
            mistakes.add("leave out `#` and what follows it");
        }
        String fault = fault(url);
        if (mistakes.isEmpty() && fault != null) {
            mistakes.add(fault);
        }
        String shown = shown(written, url);
        mistakes.replaceAll(mistake -> shown + ": " + mistake);
        return mistakes;
    }

    private static String shown(String written, String url) {
        if (!url.matches("[^@?#]*")) {
            return "(not shown)";
        }
        return "is " + Shown.value(written)
                + (written.equals(url) ? "" : " (its value is not shown, it may be secret)");
    }

    private static @Nullable String fault(String url) {
        try {
            String path = url.replaceFirst("^[^/?#]*:/*[^/?#]*", "").replaceFirst("(?s)[?#].*", "");
            String fault = UrlPath.fault(path);
            if (fault != null) {
                return "its path " + fault;
            }
            boolean none = url.matches("[a-z]*:/*") || new URI(url).getHost() == null;
            return none ? "names no host that can be asked for" : null;
        } catch (URISyntaxException e) {
            return "is no address: " + e.getReason() + " at position " + (e.getIndex() + 1);
        }
    }
}
