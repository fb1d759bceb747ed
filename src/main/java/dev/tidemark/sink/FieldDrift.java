package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs, once per start, which fields of the records are left out and why, and which declared columns have no field in any
 * record. Either may be intended or a mistake.
 */
final class FieldDrift {

    private static final Logger LOG = LoggerFactory.getLogger(FieldDrift.class);
    private static final int SHOWN = 20;

    private final AtomicBoolean seen = new AtomicBoolean();
    private final AtomicBoolean leftOut = new AtomicBoolean();

    void see(String who, TableSpec table, List<Map<String, @Nullable Object>> records) {
        List<FieldPath> used =
                table.columns().keySet().stream().map(table::field).toList();
        if (!seen.getAndSet(true)) {
            warnOfAbsent(who, table.name(), used, records);
        }
        Set<String> starts = new HashSet<>();
        used.forEach(path -> starts.addAll(path.starts()));
        seeLeftOut(who, table.name(), field -> !starts.contains(field), "columns does not declare them", records);
    }

    /** @param why the reason for leaving them out */
    void seeLeftOut(
            String who,
            String table,
            Predicate<String> isLeftOut,
            String why,
            List<Map<String, @Nullable Object>> records) {
        if (!leftOut.get()) {
            warnOfLeftOut(who, table, isLeftOut, why, records);
        }
    }

    /** A misspelt column would always stay null; an API may also leave out empty fields. */
    private static void warnOfAbsent(
            String who, String table, List<FieldPath> declared, List<Map<String, @Nullable Object>> records) {
        for (FieldPath field : declared) {
            if (records.stream().noneMatch(field::isIn)) {
                LOG.warn(
                        "{}: table {}: none of {} records has the declared field `{}`; their fields are {}",
                        who,
                        table,
                        records.size(),
                        field,
                        records.get(0).keySet());
            }
        }
    }

    private void warnOfLeftOut(
            String who,
            String table,
            Predicate<String> isLeftOut,
            String why,
            List<Map<String, @Nullable Object>> records) {
        Map<String, Integer> fields = new TreeMap<>();
        for (Map<String, @Nullable Object> record : records) {
            for (String field : record.keySet()) {
                if (!field.equals(FieldPath.PARENT) && isLeftOut.test(field)) {
                    fields.merge(field, 1, Integer::sum);
                }
            }
        }
        if (fields.isEmpty() || leftOut.getAndSet(true)) {
            return;
        }
        LOG.warn(
                "{}: table {}: {} field(s) of the records are left out, because {}: {}{} (of {} records)",
                who,
                table,
                fields.size(),
                why,
                fields.entrySet().stream()
                        .limit(SHOWN)
                        .map(field -> field.getKey() + " in " + field.getValue())
                        .toList(),
                fields.size() > SHOWN ? " and more" : "",
                records.size());
    }
}
