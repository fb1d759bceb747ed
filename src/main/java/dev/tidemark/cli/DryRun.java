package dev.tidemark.cli;

import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.runtime.Project;
import dev.tidemark.sink.WritePreview;
import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SyncListener;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Previews what the sinks would do with the records that a dry run reads. */
final class DryRun implements SyncListener {

    private final Map<String, List<WritePreview>> previews = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Reads the tables of these sources. */
    DryRun(Project project, Collection<Source> sources) {
        for (Source source : sources) {
            List<WritePreview> tables = new ArrayList<>();
            source.sinks().forEach(sink -> preview(project, source, sink, tables));
            previews.put(source.name(), tables);
        }
    }

    private void preview(Project project, Source source, KameletUse sink, List<WritePreview> tables) {
        try {
            tables.add(WritePreview.of(
                    Objects.requireNonNull(project.config().databases().find(project.value(sink, "dataSource"))),
                    project.value(sink, "table"),
                    project.value(sink, "columns"),
                    project.value(sink, "primaryKey"),
                    project.value(sink, "excessPrecision"),
                    project.value(sink, "schemaEvolution"),
                    project.value(sink, "nested").equals("columns"),
                    project.value(sink, "childTables")));
        } catch (IllegalArgumentException e) {
            faults.add(source.name() + ": would fail: " + e.getMessage());
        } catch (SQLException | IllegalStateException e) {
            faults.add(source.name() + ": cannot read its table: " + Failure.text(e));
        }
    }

    @Override
    public void chunkPassed(String source, List<Map<String, @Nullable Object>> chunk) {
        previews.getOrDefault(source, List.of()).forEach(table -> table.see(chunk));
    }

    @Override
    public void ended(SyncResult result) {}

    /** A message for each sink. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        previews.forEach((source, tables) -> tables.forEach(table -> sentences.add(source + ": " + table)));
        sentences.addAll(faults);
        return sentences;
    }
}
