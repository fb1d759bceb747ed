package dev.tidemark.sync;

import dev.tidemark.state.JdbcStateRepository;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** The state repositories of a Camel context. */
public final class StateRepositories {

    /** The name that selects Tidemark's own repository. */
    public static final String OWN = "tidemark-state";

    private StateRepositories() {}

    /** Tidemark's own repository: the only one in Camel's registry or, failing that, the one in the destination. */
    public static JdbcStateRepository own(CamelContext context) {
        JdbcStateRepository bound = CamelContextHelper.findSingleByType(context, JdbcStateRepository.class);
        return bound == null ? ContextParts.get(context, JdbcStateRepository.class) : bound;
    }

    /**
     * The repository that a source names, started and stopped with the context.
     *
     * @param named a bean, or its name
     * @throws IllegalArgumentException when it is not a state repository
     */
    @SuppressWarnings("unchecked")
    static StateRepository<String, String> find(CamelContext context, Object named) {
        if (named.equals(OWN)) {
            return own(context);
        }
        @Nullable
        Object bean = named instanceof String name ? context.getRegistry().lookupByName(name) : named;
        if (!(bean instanceof StateRepository<?, ?> repository)) {
            throw new IllegalArgumentException("stateRepository `" + described(named) + "` is "
                    + (bean == null
                            ? "not a bean of this application"
                            : "a " + bean.getClass().getName())
                    + "; name a bean of the type org.apache.camel.spi.StateRepository, or remove it to use the"
                    + " table tidemark_state");
        }
        if (bean instanceof Service service) {
            start(context, service);
        }
        return (StateRepository<String, String>) repository;
    }

    private static Object described(Object named) {
        return named instanceof String ? named : named.getClass().getName();
    }

    private static void start(CamelContext context, Service service) {
        try {
            context.addService(service);
        } catch (Exception e) {
            throw new RuntimeCamelException("cannot start the state repository: " + Failure.text(e), e);
        }
    }
}
