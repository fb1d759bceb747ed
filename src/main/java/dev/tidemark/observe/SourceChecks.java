package dev.tidemark.observe;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.health.HealthCheckRegistry;

/** The health checks of the sources in a Camel context, one per source. Not thread-safe. */
final class SourceChecks {

    private final StatusCache cache;
    private final HealthCheckRegistry registry;
    private final Set<String> registered = new HashSet<>();

    SourceChecks(StatusCache cache, HealthCheckRegistry registry) {
        this.cache = cache;
        this.registry = registry;
    }

    /** Sets the sources to check. */
    void watch(Collection<String> names) {
        registered.removeIf(name -> !names.contains(name)
                && registry.getCheck("source:" + name).map(registry::unregister).orElse(true));
        for (String name : names) {
            if (registered.add(name)) {
                SourceHealth check = new SourceHealth(name, cache);
                registry.register(check);
            }
        }
    }
}
