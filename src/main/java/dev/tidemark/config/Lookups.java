package dev.tidemark.config;

import dev.tidemark.sync.Failure;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * Looks up values with Camel's placeholder functions, each once. Camel configures the functions from {@code camel.vault.*}.
 * They run in a context without routes, which is created for the first lookup and lives as long as the program.
 * Thread-safe.
 */
final class Lookups {

    private static final String VAULT = "camel.vault.";

    private final Map<String, String> properties;
    private final Map<String, String> known = new HashMap<>();
    private @Nullable CamelContext context;

    /** @param properties the configuration as written */
    Lookups(Map<String, String> properties) {
        this.properties = properties;
    }

    /**
     * The value of a call.
     *
     * @param call the text between the braces, such as {@code aws:NAME}
     * @throws IllegalArgumentException when there is no value; the message says why
     */
    synchronized String value(String call) {
        return known.computeIfAbsent(call, this::lookUp);
    }

    private String lookUp(String call) {
        try {
            return context().resolvePropertyPlaceholders("{{" + call + "}}");
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot look up `{{" + call + "}}`: " + Failure.innermost(e) + "; check " + VAULT + "*", e);
        }
    }

    private CamelContext context() {
        if (context == null) {
            Main main = new Main();
            main.configure().setJmxEnabled(false);
            main.setPropertyPlaceholderLocations("false");
            properties.forEach((key, value) -> {
                if (key.startsWith(VAULT) || !key.matches("(camel|tidemark)\\..*")) {
                    main.addInitialProperty(key, value);
                }
            });
            main.init();
            context = main.getCamelContext();
        }
        return context;
    }
}
