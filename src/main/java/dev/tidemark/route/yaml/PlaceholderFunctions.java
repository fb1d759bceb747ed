package dev.tidemark.route.yaml;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Camel's functions that look up a placeholder's value elsewhere, such as in a vault: {@code {{aws:NAME}}}. */
public final class PlaceholderFunctions {

    private static final String SERVICES = "META-INF/services/org/apache/camel/properties-function/";

    /** Functions in Camel's core that have no service file; `env` and `sys` are read without Camel. */
    private static final Set<String> CORE = Set.of("service", "service.host", "service.port", "boolean");

    private static final Map<String, String> LIBRARIES = Map.of(
            "aws", "camel-aws-secrets-manager",
            "azure", "camel-azure-key-vault",
            "configmap", "camel-kubernetes",
            "cyberark", "camel-cyberark-vault",
            "gcp", "camel-google-secret-manager",
            "hashicorp", "camel-hashicorp-vault",
            "ibm", "camel-ibm-secrets-manager",
            "secret", "camel-kubernetes");

    private PlaceholderFunctions() {}

    /**
     * Whether Camel has a function for a placeholder on the class path.
     *
     * @param placeholder the text between the braces
     */
    public static boolean isCall(String placeholder) {
        String name = name(placeholder);
        return CORE.contains(name) || (name.matches("[\\w.-]+") && isOnClassPath(name));
    }

    /** The missing library of a Camel function; null when it is present, or Camel has no such function. */
    static @Nullable String missingLibrary(String placeholder) {
        String name = name(placeholder);
        return isOnClassPath(name) ? null : LIBRARIES.get(name);
    }

    /** The function's name; empty when the placeholder has no colon. */
    static String name(String placeholder) {
        return placeholder.substring(0, Math.max(placeholder.indexOf(':'), 0));
    }

    private static boolean isOnClassPath(String name) {
        return PlaceholderFunctions.class.getClassLoader().getResource(SERVICES + name) != null;
    }
}
