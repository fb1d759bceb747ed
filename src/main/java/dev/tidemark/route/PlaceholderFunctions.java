package dev.tidemark.route;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Camel's functions that look a placeholder's value up elsewhere, such as in a vault: {@code {{aws:NAME}}}. */
public final class PlaceholderFunctions {

    private static final String SERVICES = "META-INF/services/org/apache/camel/properties-function/";

    /** Those of Camel's core that have no file; what `env` and `sys` look up is read without Camel. */
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
     * Whether Camel has a function for this on the class path.
     *
     * @param placeholder what is between the braces
     */
    public static boolean isCall(String placeholder) {
        String name = name(placeholder);
        return CORE.contains(name) || (name.matches("[\\w.-]+") && isOnClassPath(name));
    }

    /** The library that a function of Camel needs and that is missing; null when it is present, or Camel has no such function. */
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
