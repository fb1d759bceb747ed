package dev.tidemark.jdbc;

import dev.tidemark.database.SessionDataSource;
import dev.tidemark.strategy.cursor.OptionalText;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database of a Kamelet's {@code partitionQuery}, for reading outside transactions. It is looked up when the Kamelet's
 * route is created, so that a wrong name prevents the start; not without a query, as the source may need no database.
 */
public final class PartitionDatabase extends DelegatingDataSource implements CamelContextAware {

    private @Nullable CamelContext context;
    private String name = Databases.DESTINATION;
    private @Nullable String query;

    /** For Kamelets, which set the name after they have created this. */
    public PartitionDatabase() {}

    /** The name, as in {@code tidemark.datasource.NAME.url}, or the name of a DataSource of the application. */
    public void setName(String name) {
        this.name = name;
    }

    /** The query for the database; omitted when the source has none. */
    public void setQuery(@Nullable String query) {
        this.query = OptionalText.of(query);
    }

    /** Spring creates this bean before Camel sets the name. */
    @Override
    public void afterPropertiesSet() {}

    /**
     * Looks the database up when there is a query.
     *
     * @throws IllegalArgumentException when no database has that name, or the name is ambiguous
     */
    public void validate() {
        if (query == null) {
            return;
        }
        ContextDatabases databases =
                ContextDatabases.of(Objects.requireNonNull(context, "the Camel context was not set"));
        try {
            setTargetDataSource(SessionDataSource.of(databases.bound(name)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "partitionDataSource is `" + name + "`, for partitionQuery: " + e.getMessage(), e);
        }
    }

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }
}
