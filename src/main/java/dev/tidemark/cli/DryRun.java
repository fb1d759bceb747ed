package dev.tidemark.cli;

import dev.tidemark.route.KameletUse;
import dev.tidemark.route.Source;
import dev.tidemark.sink.WritePreview;
import dev.tidemark.sync.Failure;
import dev.tidemark.sync.SyncListener;
import dev.tidemark.sync.SyncResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the sinks would do with the records that a dry run reads. */
final class DryRun implements SyncListener {

    private final Map<String, List<WritePreview>> outlooks = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Looks at the tables of these sources. */
    DryRun(Project setup, Collection<Source> sources) {
        for (Source source : sources) {
            List<WritePreview> tables = new ArrayList<>();
            source.sinks().forEach(sink -> look(setup, source, sink, tables));
            outlooks.put(source.name(), tables);
        }
    }

    private void look(Project setup, Source source, KameletUse sink, List<WritePreview> tables) {
        try {
            tables.add(WritePreview.of(
                    Objects.requireNonNull(setup.databases().find(setup.database(sink))),
                    setup.value(sink, "table"),
                    setup.value(sink, "columns"),
                    setup.value(sink, "primaryKey"),
                    setup.value(sink, "excessPrecision"),
                    setup.value(sink, "schemaEvolution")));
        } catch (IllegalArgumentException e) {
            faults.add(source.name() + ": would fail: " + e.getMessage());
        } catch (SQLException | IllegalStateException e) {
            faults.add(source.name() + ": its table cannot be looked at: " + Failure.text(e));
        }
    }

    @Override
    public void chunkPassed(String source, List<Map<String, @Nullable Object>> chunk) {
        outlooks.getOrDefault(source, List.of()).forEach(table -> table.see(chunk));
    }

    @Override
    public void ended(SyncResult result) {}

    /** A sentence for each sink. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        outlooks.forEach((source, tables) -> tables.forEach(table -> sentences.add(source + ": " + table)));
        sentences.addAll(faults);
        return sentences;
    }
}
