package dev.tidemark.runtime;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Gives Camel the checked texts of the route files, instead of letting it read the directory again. */
final class CheckedRoutes extends DefaultRoutesCollector {

    private final List<Resource> resources;

    CheckedRoutes(Map<Path, String> texts) {
        resources = texts.entrySet().stream()
                .map(file -> ResourceHelper.fromBytes(
                        "file:" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Override
    public Collection<RoutesBuilder> collectRoutesFromDirectory(
            CamelContext context, String excludePattern, String includePattern) {
        try {
            return PluginHelper.getRoutesLoader(context).findRoutesBuilders(resources);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(
            CamelContext context, String excludePattern, String includePattern) {
        return resources;
    }
}
