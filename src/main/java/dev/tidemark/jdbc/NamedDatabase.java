package dev.tidemark.jdbc;

import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.TransactedPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database that a Kamelet names, as a bean of the Kamelet. It is looked up when the Kamelet's route is created, so that
 * a wrong name prevents the start. It takes part in transactions; {@link #bound} is for reading without them.
 */
public final class NamedDatabase extends DelegatingDataSource implements CamelContextAware {

    private static final String UNNAMED = "name was not set";

    private @Nullable CamelContext context;
    private @Nullable String name;
    private @Nullable DataSource bound;
    private volatile @Nullable ContextDatabase database;

    /** For Kamelets, which set the name after they have created this. */
    public NamedDatabase() {}

    /**
     * The name, as in {@code tidemark.datasource.NAME.url}, or the name of a DataSource of the application.
     *
     * @throws IllegalArgumentException when no database has that name, or the name is ambiguous
     */
    public void setName(String name) {
        this.name = name;
        if (context != null) {
            bound = databases().bound(name);
        }
    }

    /** Spring creates this bean before Camel sets the name. */
    @Override
    public void afterPropertiesSet() {}

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public DataSource getTargetDataSource() {
        return withTransactions().dataSource();
    }

    /** The transactions of the database. */
    TransactedPolicy transactions() {
        return withTransactions().transactions();
    }

    /** The database itself; takes part in transactions. */
    public static DataSource resolved(DataSource dataSource) {
        return dataSource instanceof NamedDatabase named ? named.getTargetDataSource() : dataSource;
    }

    /** The database itself, outside transactions. */
    public static DataSource outside(DataSource dataSource) {
        return dataSource instanceof NamedDatabase named
                ? named.withTransactions().outside()
                : ApplicationDatabase.target(dataSource);
    }

    /** The same database for reading only, with or without transactions. */
    public static DataSource bound(DataSource dataSource) {
        return dataSource instanceof NamedDatabase named ? Objects.requireNonNull(named.bound, UNNAMED) : dataSource;
    }

    private ContextDatabase withTransactions() {
        ContextDatabase known = database;
        if (known == null) {
            known = databases().find(Objects.requireNonNull(name, UNNAMED));
            database = known;
        }
        return known;
    }

    private ContextDatabases databases() {
        return ContextDatabases.of(Objects.requireNonNull(context, "the Camel context was not set"));
    }
}
