package dev.tidemark.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LocalBeanRepositoryAware;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.LocalBeanRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The beans of a context, without those of the Kamelet whose route is being created: some of these are DataSources as well.
 */
record ApplicationBeans(CamelContext context) {

    private static final String UNNAMED = "?";

    @Nullable
    DataSource dataSource(String name) {
        return withoutLocal(() -> context.getRegistry().lookupByNameAndType(name, DataSource.class));
    }

    @Nullable
    TransactedPolicy policy(String name) {
        return withoutLocal(() -> context.getRegistry().lookupByNameAndType(name, TransactedPolicy.class));
    }

    /** The DataSources that Tidemark did not bind, by name. */
    Map<String, DataSource> dataSources() {
        Map<String, DataSource> all =
                new TreeMap<>(withoutLocal(() -> context.getRegistry().findByTypeWithName(DataSource.class)));
        all.keySet().removeIf(name -> policy(name + ContextDatabases.POLICY) != null);
        if (all.isEmpty()) {
            // Quarkus has a DataSource without a name.
            withoutLocal(() -> context.getRegistry().findByType(DataSource.class)).stream()
                    .filter(unnamed -> !isBound(unnamed))
                    .forEach(unnamed -> all.put(UNNAMED.repeat(all.size() + 1), unnamed));
        }
        return all;
    }

    private boolean isBound(DataSource dataSource) {
        return withoutLocal(() -> context.getRegistry().findByTypeWithName(DataSource.class))
                .containsValue(dataSource);
    }

    /** By name. */
    Map<String, PlatformTransactionManager> transactionManagers() {
        return new TreeMap<>(
                withoutLocal(() -> context.getRegistry().findByTypeWithName(PlatformTransactionManager.class)));
    }

    private <T> T withoutLocal(Supplier<T> lookup) {
        Registry registry = context.getRegistry();
        if (registry instanceof LocalBeanRepositoryAware local && local.getLocalBeanRepository() != null) {
            local.setLocalBeanRepository(new LocalBeanRegistry());
            try {
                return lookup.get();
            } finally {
                local.setLocalBeanRepository(null);
            }
        }
        return lookup.get();
    }
}
