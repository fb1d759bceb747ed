package dev.tidemark.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.UserQuery;
import dev.tidemark.json.Json;
import dev.tidemark.state.Partition;
import dev.tidemark.strategy.cursor.OptionalText;
import dev.tidemark.text.SafeText;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The partitions of a source, as its parameters name them: fixed values, or the rows of a query. Thread-safe. */
public final class Partitions {

    private boolean used;
    private @Nullable FixedPartitions fixed;
    private @Nullable UserQuery query;
    private @Nullable DataSource dataSource;
    private boolean skipsMissing = true;

    /** The texts that may have names in braces, by their parameters. */
    private final Map<String, String> templates = new LinkedHashMap<>();

    /** {@code region=eu,us; tier=a,b}; empty for none. */
    public void setPartitions(@Nullable String partitions) {
        String text = OptionalText.of(partitions);
        used |= text != null;
        this.fixed = text == null ? null : FixedPartitions.of(text);
    }

    /** A select statement whose rows are the partitions; empty for none. */
    public void setPartitionQuery(@Nullable String partitionQuery) {
        String text = OptionalText.of(partitionQuery);
        used |= text != null;
        this.query = text == null ? null : UserQuery.of("partitionQuery", text);
    }

    /** The database of the query. */
    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** {@code skip} or {@code fail}: what to do with partitions that the API does not have. */
    public void setOnMissingPartition(String onMissingPartition) {
        this.skipsMissing = !onMissingPartition.equals("fail");
    }

    /** The address, whose path may have names of partitions in braces. */
    public void setUrl(String url) {
        templates.put("url", url);
    }

    /** The parameters of a request. */
    public void setQuery(String query) {
        templates.put("query", query);
    }

    /** The parameters of a further page, where they differ. */
    public void setNextQuery(@Nullable String nextQuery) {
        templates.put("nextQuery", Objects.requireNonNullElse(nextQuery, ""));
    }

    /** The body of a request, where it has the parameters. */
    public void setBodyTemplate(@Nullable String bodyTemplate) {
        templates.put("bodyTemplate", Objects.requireNonNullElse(bodyTemplate, ""));
    }

    /** Whether the source has partitions, or parameters that were refused. */
    public boolean isUsed() {
        return used;
    }

    /** Whether partitions that the API does not have are passed over; otherwise they fail. */
    public boolean skipsMissing() {
        return skipsMissing;
    }

    /**
     * Checks the parameters against each other.
     *
     * @throws IllegalArgumentException when they contradict each other; the message says what to change
     */
    public void validate() {
        if (!isUsed()) {
            return;
        }
        if (fixed != null && query != null) {
            throw new IllegalArgumentException("partitions and partitionQuery are both set; remove one of them");
        }
        PartitionNames braces = names();
        braces.requireDistinct();
        if (fixed != null) {
            Set<String> known = fixed.values().keySet();
            braces.requireAmong(known, "partitions");
            known.stream().filter(name -> !braces.names().contains(name)).forEach(name -> {
                throw new IllegalArgumentException("partitions has the name `" + name
                        + "`, which no request sends: write {" + name + "} in the path of url or in "
                        + parametersName() + ", or remove it");
            });
        } else if (braces.names().isEmpty()) {
            throw new IllegalArgumentException(
                    "partitionQuery is set, and every partition would have the same requests:"
                            + " write a column's name in single braces, such as {user_id}, in the path of url or in "
                            + parametersName());
        }
    }

    private boolean hasBody() {
        return !templates.getOrDefault("bodyTemplate", "").isEmpty();
    }

    private String parametersName() {
        return hasBody() ? "bodyTemplate" : "query";
    }

    /** A body has the parameters in place of the query. */
    private PartitionNames names() {
        Map<String, String> sent = new LinkedHashMap<>(templates);
        if (hasBody()) {
            sent.keySet().removeAll(Set.of("query", "nextQuery"));
        }
        return PartitionNames.of(sent);
    }

    /** A value for each name in braces, to check requests without reading partitions; empty without partitions. */
    public Map<String, String> sample() {
        Map<String, String> sample = new LinkedHashMap<>();
        if (isUsed()) {
            names().names().forEach(name -> sample.put(name, "x"));
        }
        if (fixed != null) {
            sample.putAll(fixed.first());
        }
        return sample;
    }

    /**
     * Reads the partitions, each once. When several rows have the same identity, the first one counts.
     *
     * @throws IllegalStateException when the query fails; the message says what to change
     * @throws IllegalArgumentException when its columns, or a row of it, do not make a partition; the message says why
     */
    public void read(Consumer<Partition> each) {
        validate();
        PartitionNames braces = names();
        Consumer<Partition> once = once(each);
        if (fixed != null) {
            fixed.each(values -> {
                ObjectNode json = Json.PLAIN.valueToTree(values);
                once.accept(PartitionId.partition(json, braces.names()));
            });
        } else if (query != null) {
            read(query, new PartitionReader(braces, once));
        }
    }

    /** About 100 bytes of memory for each partition. */
    private static Consumer<Partition> once(Consumer<Partition> each) {
        Set<String> seen = new HashSet<>();
        return partition -> {
            if (seen.add(partition.id())) {
                each.accept(partition);
            }
        };
    }

    private void read(UserQuery select, UserQuery.Reader reader) {
        try {
            select.read(Objects.requireNonNull(dataSource, "dataSource"), reader);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "partitionQuery failed: " + SafeText.excerpt(String.valueOf(e.getMessage()))
                            + (UserQuery.isMissingTable(e)
                                    ? "; is the table written by another source of the same program? Then set after to its"
                                            + " name, so that this source follows it"
                                    : "; correct the query"),
                    e);
        }
    }
}
