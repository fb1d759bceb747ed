package dev.tidemark.sync;

import java.util.Objects;
import java.util.ServiceLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** The objects that Tidemark keeps for a Camel context, one per type. */
public final class ContextParts {

    private static final String OURS = "dev.tidemark.";

    private ContextParts() {}

    /**
     * Returns the object of that type.
     *
     * <p>Camel loads {@link ContextServicePlugin}s when a context is made. This library may join the class path later, as
     * with a Kamelet's dependencies that are downloaded at run time. The plugin is loaded now in that case.
     *
     * @throws IllegalStateException when Tidemark has no object of that type
     */
    public static <T> T get(CamelContext context, Class<T> type) {
        ExtendedCamelContext extended = context.getCamelContextExtension();
        T part = extended.getContextPlugin(type);
        if (part == null) {
            load(context);
            part = extended.getContextPlugin(type);
        }
        if (part == null) {
            throw new IllegalStateException("this Camel context has no " + type.getSimpleName()
                    + "; put META-INF/services of tidemark.jar on the class path");
        }
        return part;
    }

    /** Registers an object, replacing the existing one of its type. */
    public static <T> void put(CamelContext context, Class<T> type, T part) {
        context.getCamelContextExtension().addContextPlugin(type, part);
    }

    private static synchronized void load(CamelContext context) {
        ServiceLoader<ContextServicePlugin> plugins = ServiceLoader.load(
                ContextServicePlugin.class, Objects.requireNonNull(ContextParts.class.getClassLoader()));
        plugins.stream()
                .filter(plugin -> plugin.type().getName().startsWith(OURS))
                .forEach(plugin -> plugin.get().load(context));
    }
}
