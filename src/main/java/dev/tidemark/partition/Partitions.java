package dev.tidemark.partition;

import dev.tidemark.state.Partition;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The partitions of a source, as its parameters name them: fixed values, or the rows of a query. Thread-safe. */
public final class Partitions {

    /** {@code region=eu,us; tier=a,b}; empty for none. */
    public void setPartitions(@Nullable String partitions) {}

    /** A select statement whose rows are the partitions; empty for none. */
    public void setPartitionQuery(@Nullable String partitionQuery) {}

    /** The database of the query. */
    public void setDataSource(DataSource dataSource) {}

    /** {@code skip} or {@code fail}: what to do with partitions that the API does not have. */
    public void setOnMissingPartition(String onMissingPartition) {}

    /** The address, whose path may have names of partitions in braces. */
    public void setUrl(String url) {}

    /** The parameters of a request. */
    public void setQuery(String query) {}

    /** The parameters of a further page, where they differ. */
    public void setNextQuery(@Nullable String nextQuery) {}

    /** The body of a request, where it has the parameters. */
    public void setBodyTemplate(@Nullable String bodyTemplate) {}

    /** Whether the source has partitions. */
    public boolean isUsed() {
        return false;
    }

    /** Whether partitions that the API does not have are passed over; otherwise they fail. */
    public boolean skipsMissing() {
        return true;
    }

    /**
     * Checks the parameters against each other.
     *
     * @throws IllegalArgumentException when they contradict each other; the message says what to change
     */
    public void validate() {}

    /**
     * Reads the partitions, each once.
     *
     * @throws IllegalStateException when the query cannot be read, or has a row that is not a partition; the message says
     *     what to change
     */
    public void read(Consumer<Partition> each) {
        throw new UnsupportedOperationException();
    }
}
