package dev.tidemark.jdbc;

import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.TransactedPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database that a Kamelet names, as a bean of the Kamelet. It is looked up when the Kamelet's route is made, so that a
 * wrong name stops the start.
 */
public final class NamedDatabase extends DelegatingDataSource implements CamelContextAware {

    private @Nullable CamelContext context;
    private @Nullable ContextDatabase database;

    /** For Kamelets, which set the name after they have made this. */
    public NamedDatabase() {}

    /**
     * The name, as in {@code tidemark.datasource.NAME.url}, or that of a DataSource of the application.
     *
     * @throws IllegalArgumentException when no database has that name, or several may be meant
     */
    public void setName(String name) {
        if (context != null) {
            database = ContextDatabases.of(context).find(name);
            setTargetDataSource(database.dataSource());
        }
    }

    /** Spring makes this bean before Camel sets the name. */
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

    /** The transactions over it. */
    TransactedPolicy transactions() {
        return Objects.requireNonNull(database, "name was not set").transactions();
    }

    /** The database itself, where a Kamelet names it. */
    public static DataSource resolved(DataSource dataSource) {
        return dataSource instanceof NamedDatabase named
                ? Objects.requireNonNull(named.getTargetDataSource(), "name was not set")
                : dataSource;
    }
}
