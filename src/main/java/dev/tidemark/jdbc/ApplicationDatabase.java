package dev.tidemark.jdbc;

import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/** A DataSource of the application, with transactions: of the application's own manager, if it has one. */
final class ApplicationDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationDatabase.class);

    private ApplicationDatabase() {}

    /** The target of a transaction-aware proxy. */
    static DataSource target(DataSource dataSource) {
        return dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? proxy.getTargetDataSource()
                : dataSource;
    }

    /**
     * Wraps it.
     *
     * @throws IllegalArgumentException when the application has transaction managers, but none for this DataSource
     */
    static ContextDatabase adopt(String name, DataSource target, ApplicationBeans beans) {
        Map.@Nullable Entry<String, PlatformTransactionManager> own = manager(name, target, beans);
        LOG.info(
                "dataSource {}: the application's DataSource, with transactions of {}",
                name,
                own == null ? "Tidemark's own" : "its transaction manager " + own.getKey());
        // The manager's DataSource, even a proxy, because Spring binds a transaction's connection to it.
        DataSource under = own == null
                ? Database.lazy(target)
                : over(own.getValue()) instanceof DataSource managed ? managed : target;
        PlatformTransactionManager manager = own == null ? new DataSourceTransactionManager(under) : own.getValue();
        TransactionProbe probe = new TransactionProbe(name, target);
        return new ContextDatabase(
                probe.proxy(under),
                RepeatableTransactions.of(manager, probe::requireTransactions),
                probe.outside(target));
    }

    private static Map.@Nullable Entry<String, PlatformTransactionManager> manager(
            String name, DataSource target, ApplicationBeans beans) {
        Map<String, PlatformTransactionManager> all = beans.transactionManagers();
        for (Map.Entry<String, PlatformTransactionManager> each : all.entrySet()) {
            if (isSame(over(each.getValue()), target)) {
                return each;
            }
        }
        // A manager of a resource that is not a DataSource belongs to a broker; one without a resource is JTA's, which
        // covers all.
        all.values().removeIf(manager -> over(manager) == null && manager instanceof ResourceTransactionManager);
        for (Map.Entry<String, PlatformTransactionManager> each : all.entrySet()) {
            if (over(each.getValue()) == null) {
                return each;
            }
        }
        if (!all.isEmpty()) {
            throw new IllegalArgumentException("the transaction manager" + (all.size() == 1 ? " " : "s ") + all.keySet()
                    + (all.size() == 1 ? " is" : " are") + " not for the DataSource `" + name
                    + "`, so rows and checkpoint would not share a transaction: also bind a"
                    + " DataSourceTransactionManager for that DataSource");
        }
        return null;
    }

    /** The DataSource of a manager; null for one that covers all, as JTA's does. */
    private static @Nullable Object over(PlatformTransactionManager manager) {
        BeanWrapperImpl bean = new BeanWrapperImpl(manager);
        return bean.isReadableProperty("dataSource") ? bean.getPropertyValue("dataSource") : null;
    }

    private static boolean isSame(@Nullable Object over, DataSource target) {
        Object each = over;
        while (each instanceof DelegatingDataSource proxy && each != target) {
            each = proxy.getTargetDataSource();
        }
        return each == target;
    }
}
