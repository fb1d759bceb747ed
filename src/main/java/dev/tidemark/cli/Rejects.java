package dev.tidemark.cli;

import dev.tidemark.runtime.Project;
import dev.tidemark.runtime.SourceNames;
import dev.tidemark.sink.RejectTable;
import dev.tidemark.sink.StoredReject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rejects in all databases that the sources write to. */
final class Rejects {

    private final Map<String, RejectTable> tables = new TreeMap<>();

    /** Creates missing tables. */
    Rejects(Project project) {
        for (String database : project.written()) {
            RejectTable table = new RejectTable(
                    Objects.requireNonNull(project.config().databases().find(database)));
            table.createTable();
            tables.put(database, table);
        }
    }

    /** A reject, and the name of its database. */
    record Found(String database, StoredReject reject) {}

    /** The rejects of these sources; all rejects when there are no names. The oldest of each source comes first. */
    List<Found> of(Collection<String> sources) {
        List<Found> found = new ArrayList<>();
        tables.forEach((database, table) -> table.all().stream()
                .filter(reject -> sources.isEmpty() || sources.contains(reject.source()))
                .forEach(reject -> found.add(new Found(database, reject))));
        return found;
    }

    /**
     * The sources with this name or pattern, including those that have rejects but no route any more.
     *
     * @param written null for all, which are an empty list
     */
    Collection<String> names(Project project, @Nullable String written) {
        if (written == null) {
            return List.of();
        }
        List<String> others =
                of(List.of()).stream().map(found -> found.reject().source()).toList();
        return SourceNames.of(project, others).find(List.of(written));
    }

    /** The rejects whose ids start with a text. */
    List<Found> beginningWith(String id) {
        return of(List.of()).stream()
                .filter(found -> found.reject().id().startsWith(id))
                .toList();
    }

    /** @throws IllegalStateException when the reject is gone */
    String record(Found found) {
        return Objects.requireNonNull(tables.get(found.database()))
                .record(found.reject().id())
                .orElseThrow(() -> new IllegalStateException(
                        "the reject " + found.reject().id() + " was removed meanwhile; try again"));
    }
}
