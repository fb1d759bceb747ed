package dev.tidemark.runtime;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchEndpointException;
import org.jspecify.annotations.Nullable;

/** Describes a Camel component, language or data format that a route uses and that is missing from the class path. */
final class MissingPart {

    private static final List<Map.Entry<String, Pattern>> MESSAGES = List.of(
            Map.entry("component", Pattern.compile("No component found with scheme: ([\\w+.-]+)")),
            Map.entry("language", Pattern.compile("No language could be found for: ([\\w+.-]+)")),
            Map.entry("data format", Pattern.compile("Data format '([\\w+.-]+)' could not be created")));

    /** Common modules that are not named after the scheme. */
    private static final Map<String, String> MODULES = Map.of(
            "sftp", "ftp", "ftps", "ftp", "smtp", "mail", "smtps", "mail", "imap", "mail", "imaps", "mail", "pop3",
            "mail", "pop3s", "mail");

    private MissingPart() {}

    /** The missing part and how to add it; null when the failure has another cause. */
    static @Nullable String of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchEndpointException endpoint
                    && endpoint.getUri().contains(":")) {
                return sentence("component", endpoint.getUri().replaceFirst(":.*", ""));
            }
            for (Map.Entry<String, Pattern> known : MESSAGES) {
                Matcher message = known.getValue().matcher(String.valueOf(cause.getMessage()));
                if (message.find()) {
                    return sentence(known.getKey(), message.group(1));
                }
            }
        }
        return null;
    }

    private static String sentence(String kind, String name) {
        return "the " + kind + " `" + name + "` is not on the class path; correct the name, or add Camel's module"
                + " for it" + " (camel-" + MODULES.getOrDefault(name, name) + ") and the jars that it needs to lib.d";
    }
}
