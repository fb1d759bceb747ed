package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.cli.output.Counted;
import dev.tidemark.config.UsageException;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredPartition;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The partition of a source that a command is about. */
final class PartitionOption {

    private static final int SHOWN = 10;

    @Option(
            names = "--partition",
            paramLabel = "JSON",
            description = "The partition with these values, such as '{\"user_id\": 7}'.")
    private @Nullable String partition;

    boolean isGiven() {
        return partition != null;
    }

    /**
     * The partitions with these values, which may be some of theirs; all when none are given.
     *
     * @throws UsageException when the values are not a JSON object of texts and numbers
     */
    List<StoredPartition> matching(List<StoredPartition> all) {
        ObjectNode wanted = values();
        return wanted == null
                ? all
                : all.stream()
                        .filter(each -> hasAll(each.partition().values(), wanted))
                        .toList();
    }

    private static boolean hasAll(ObjectNode values, ObjectNode wanted) {
        return wanted.properties().stream()
                .allMatch(each -> values.has(each.getKey())
                        && values.path(each.getKey())
                                .asText()
                                .equals(each.getValue().asText()));
    }

    /**
     * The one partition with these values.
     *
     * @throws UsageException when it is none, or more than one
     */
    StoredPartition one(String source, List<StoredPartition> all) {
        List<StoredPartition> found = matching(all);
        if (found.size() == 1) {
            return found.get(0);
        }
        String what = source + ": --partition `" + partition + "` matches ";
        if (all.isEmpty()) {
            throw new UsageException(List.of(what + "nothing: the source has no partitions"));
        }
        if (found.isEmpty()) {
            throw new UsageException(List.of(what + "none of " + Counted.of(all.size(), "partition") + ", such as "
                    + all.get(0).partition().shownValues() + "; see `state show " + source + "`"));
        }
        String names = found.stream()
                .limit(SHOWN)
                .map(each -> each.partition().shownValues())
                .collect(Collectors.joining(", "));
        throw new UsageException(List.of(what + found.size() + " partitions: " + names
                + (found.size() > SHOWN ? " and " + (found.size() - SHOWN) + " more" : "")
                + "; name more of their values, so that one matches"));
    }

    private @Nullable ObjectNode values() {
        if (partition == null) {
            return null;
        }
        ObjectNode values;
        try {
            values = JdbcStateRepository.parse(partition);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (values.isEmpty() || values.properties().stream().anyMatch(each -> !isValue(each.getValue()))) {
            throw invalid("`" + partition + "` does not name values that are texts or numbers");
        }
        return values;
    }

    private static boolean isValue(JsonNode node) {
        return node.isValueNode() && !node.isNull();
    }

    private static UsageException invalid(String what) {
        return new UsageException(List.of("--partition: " + what + "; use such as {\"user_id\": 7}"));
    }
}
