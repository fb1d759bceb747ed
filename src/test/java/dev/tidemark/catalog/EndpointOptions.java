package dev.tidemark.catalog;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** The options that an endpoint has. */
final class EndpointOptions {

    /** Options of the component that each endpoint takes as well. */
    private static final Set<String> HTTP_TIMEOUTS =
            Set.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "soTimeout");

    private EndpointOptions() {}

    /** Their names; empty when there is no such endpoint, or when it takes any. */
    static Set<String> of(String scheme) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
            if (factory == null || scheme.equals("kamelet")) {
                return Set.of();
            }
            Set<String> options = new TreeSet<>(factory.propertyNames());
            if (scheme.startsWith("http")) {
                options.addAll(HTTP_TIMEOUTS);
            }
            return options;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
