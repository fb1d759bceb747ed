package dev.tidemark.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.route.Suggestion;
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
 * Finds the databases that the Kamelets of a context name: those of the configuration, and DataSources of the application,
 * which are wrapped so that rows and checkpoint share a transaction. Thread-safe.
 */
public final class ContextDatabases {

    /** What a policy over a DataSource is called: the DataSource's name and this. */
    static final String POLICY = "-transaction";

    private final CamelContext context;
    private final IdentityHashMap<DataSource, ContextDatabase> adopted = new IdentityHashMap<>();

    /** Those of that context. */
    public ContextDatabases(CamelContext context) {
        this.context = context;
    }

    /** Those of that context, made when it has none yet. */
    public static ContextDatabases of(CamelContext context) {
        return ContextParts.get(context, ContextDatabases.class);
    }

    /** The DataSource of that name, which takes part in the transactions of the thread; throws as {@link #find} does. */
    public DataSource dataSource(String name) {
        return find(name).dataSource();
    }

    /**
     * The application's DataSource of that name by a single connection, which is held as long as it is used and is not in a
     * transaction of the thread. To be closed.
     */
    public HikariDataSource single(String name) {
        HikariDataSource single = new HikariDataSource();
        single.setDataSource(find(name).outside());
        single.setPoolName(name + "-single");
        single.setMaximumPoolSize(1);
        single.setMinimumIdle(0);
        return single;
    }

    /** Whether {@link #find} would find it. */
    public boolean has(String name) {
        ApplicationBeans beans = new ApplicationBeans(context);
        return beans.dataSource(name) != null
                || (name.equals(Databases.DESTINATION) && beans.dataSources().size() == 1);
    }

    /**
     * The DataSource of that name as it is bound, to be read from outside transactions: it needs neither transactions nor a
     * manager of them. {@value Databases#DESTINATION} stands for the application's only DataSource where none has that name.
     *
     * @throws IllegalArgumentException when there is none, or it is not clear which one is meant
     */
    DataSource bound(String name) {
        ApplicationBeans beans = new ApplicationBeans(context);
        DataSource named = beans.dataSource(name);
        return named == null ? only(name, beans.dataSources()) : named;
    }

    /**
     * The database of that name, with transactions.
     *
     * @throws IllegalArgumentException as {@link #bound} does, and when no transaction manager of the application is over it
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
        boolean stands = name.equals(Databases.DESTINATION);
        if (stands && all.size() == 1 && first != null) {
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
                + names + Suggestion.didYouMean(name, names) + ": name one of them in the sink's parameter dataSource"
                + (stands ? " and, for the state, in " + Databases.STATE_KEY : "") + ", or " + configure);
    }
}
