package dev.tidemark.observe;

import dev.tidemark.state.PartitionCounts;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a source: how many there are in which status, and those that failed.
 *
 * @param failed the first of them
 */
record PartitionStatus(PartitionCounts counts, List<StoredPartition> failed) {

    /** How many failed partitions are named. */
    static final int NAMED = 10;

    /**
     * The lines for people.
     *
     * @param isRunning whether a sync of the source is in progress
     */
    List<String> lines(boolean isRunning) {
        List<String> lines = new ArrayList<>();
        lines.add(
                isRunning
                        ? counts.done() + " of " + counts.due() + " partitions done"
                                + count(", ", failures(), " failed")
                        : counts.of(StoredPartition.Status.OK) + " of " + counts.total() + " partitions ok"
                                + count(", ", failures(), " failed")
                                + count(", ", counts.of(StoredPartition.Status.GONE), " gone")
                                + count(", ", counts.of(StoredPartition.Status.NEW), " not requested yet")
                                + count("; ", counts.unseen(), " found by earlier syncs only"));
        failed.forEach(
                each -> lines.add("failed: " + each.partition().shownValues() + ": " + SafeText.excerpt(error(each))));
        if (failures() > failed.size()) {
            lines.add("and " + (failures() - failed.size()) + " more");
        }
        return lines;
    }

    private static String count(String before, long number, String after) {
        return number == 0 ? "" : before + number + after;
    }

    private static String error(StoredPartition partition) {
        return partition.error() == null ? "unknown error (no message)" : partition.error();
    }

    /** The fields of a JSON object, for programs. */
    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("total", counts.total());
        fields.put("due", counts.due());
        fields.put("done", counts.done());
        for (StoredPartition.Status status : StoredPartition.Status.values()) {
            fields.put(status.word(), counts.of(status));
        }
        fields.put(
                "failures",
                failed.stream()
                        .map(each -> Map.of("values", each.partition().shortValues(), "error", error(each)))
                        .toList());
        return fields;
    }

    private long failures() {
        return counts.of(StoredPartition.Status.FAILED);
    }
}
