package dev.tidemark.sync;

import java.util.Objects;
import java.util.ServiceLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/** What Tidemark keeps for a Camel context, one object per type. */
public final class ContextParts {

    private static final String OURS = "dev.tidemark.";

    private ContextParts() {}

    /**
     * The part of that type.
     *
     * <p>Camel loads {@link ContextServicePlugin}s when a context is made. Where this library came onto the class path only
     * later, as with a Kamelet's dependencies that are downloaded at run time, the plugin is loaded now.
     *
     * @throws IllegalStateException when Tidemark has no such part
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

    /** Makes a part known, in place of the one of its type that was there. */
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
