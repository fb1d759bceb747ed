package dev.tidemark.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.sync.ContextParts;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.TransactedPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds the databases that the Kamelets of a context name: configured ones, and DataSources of the application, wrapped so
 * that rows and checkpoint share a transaction. Thread-safe.
 */
public final class ContextDatabases {

    /** The suffix of a policy's name, after the DataSource's name. */
    static final String POLICY = "-transaction";

    private final CamelContext context;
    private final IdentityHashMap<DataSource, ContextDatabase> adopted = new IdentityHashMap<>();

    /** Creates the databases of a context. */
    public ContextDatabases(CamelContext context) {
        this.context = context;
    }

    /** The databases of a context, created when it has none yet. */
    public static ContextDatabases of(CamelContext context) {
        return ContextParts.get(context, ContextDatabases.class);
    }

    /** The DataSource of that name, which takes part in the transactions of the thread; throws as {@link #find} does. */
    public DataSource dataSource(String name) {
        return find(name).dataSource();
    }

    /**
     * The application's DataSource with that name, over a single connection that is held while it is used and is not in a
     * transaction of the thread. The caller must close it.
     */
    public HikariDataSource single(String name) {
        HikariDataSource single = new HikariDataSource();
        single.setDataSource(find(name).outside());
        single.setPoolName(name + "-single");
        single.setMaximumPoolSize(1);
        single.setMinimumIdle(0);
        return single;
    }

    /** Whether {@link #find} would succeed. */
    public boolean has(String name) {
        ApplicationBeans beans = new ApplicationBeans(context);
        return beans.dataSource(name) != null
                || (name.equals(Databases.DESTINATION) && beans.dataSources().size() == 1);
    }

    /**
     * The bound DataSource with that name, for reading outside transactions: it needs neither transactions nor a manager.
     * {@value Databases#DESTINATION} means the application's only DataSource where none has that name.
     *
     * @throws IllegalArgumentException when there is none, or the name is ambiguous
     */
    DataSource bound(String name) {
        ApplicationBeans beans = new ApplicationBeans(context);
        DataSource named = beans.dataSource(name);
        return named == null ? only(name, beans.dataSources()) : named;
    }

    /**
     * The database with that name, with transactions.
     *
     * @throws IllegalArgumentException like {@link #bound}, and when no transaction manager of the application covers it
     */
    ContextDatabase find(String name) {
        ApplicationBeans beans = new ApplicationBeans(context);
        DataSource named = beans.dataSource(name);
        TransactedPolicy policy = beans.policy(name + POLICY);
        if (named != null && policy != null) {
            return new ContextDatabase(named, policy, ApplicationDatabase.target(named));
        }
        return adopt(name, bound(name), beans);
    }

    private synchronized ContextDatabase adopt(String name, DataSource dataSource, ApplicationBeans beans) {
        DataSource target = ApplicationDatabase.target(dataSource);
        ContextDatabase known = adopted.get(target);
        if (known == null) {
            known = ApplicationDatabase.adopt(name, target, beans);
            adopted.put(target, known);
        }
        return known;
    }

    private static DataSource only(String name, Map<String, DataSource> all) {
        @Nullable DataSource first = all.values().stream().findFirst().orElse(null);
        boolean isDestination = name.equals(Databases.DESTINATION);
        if (isDestination && all.size() == 1 && first != null) {
            return first;
        }
        Set<String> names = new TreeSet<>(all.keySet());
        String configure =
                "set " + Databases.PREFIX + name + ".url, or bind a javax.sql.DataSource named `" + name + "`";
        if (all.isEmpty()) {
            throw new IllegalArgumentException("dataSource `" + name + "` is not known: " + configure);
        }
        throw new IllegalArgumentException("dataSource `" + name
                + "` is not known, and the application has the DataSources "
                + names + Suggestion.didYouMean(name, names) + ": use one of them in the sink's parameter dataSource"
                + (isDestination ? " and, for the state, in " + Databases.STATE_KEY : "") + ", or " + configure);
    }
}
