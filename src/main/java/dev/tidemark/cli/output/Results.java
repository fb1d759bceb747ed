package dev.tidemark.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.Json;
import dev.tidemark.state.SyncResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the results of syncs, as a table for people or as JSON for programs. */
public final class Results {

    private Results() {}

    public static void print(List<SyncResult> results, boolean json, PrintWriter out) {
        if (json) {
            results.forEach(result -> out.println(json(result)));
        } else {
            out.print(table(results));
            results.stream()
                    .filter(result -> result.error() != null)
                    .forEach(result -> out.println(result.source() + ": " + result.error()));
        }
        out.flush();
    }

    /** The exit status: 1 when a source failed or was stopped early. */
    public static int status(List<SyncResult> results) {
        return results.stream().allMatch(result -> result.status() == SyncResult.Status.OK) ? 0 : 1;
    }

    public static String json(Object value) {
        try {
            return Json.PLAIN.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is always JSON", e);
        }
    }

    private static String table(List<SyncResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "SOURCE",
                "STRATEGY",
                "STATUS",
                "READ",
                "WRITTEN",
                "UNCHANGED",
                "REJECTED",
                "FILTERED",
                "PAGES",
                "SECONDS",
                "STATE"));
        for (SyncResult result : results) {
            rows.add(List.of(
                    result.source(),
                    result.strategy(),
                    result.status().word(),
                    Long.toString(result.rowsRead()),
                    Long.toString(result.rowsWritten()),
                    Long.toString(result.rowsUnchanged()),
                    Long.toString(result.rowsRejected()),
                    Long.toString(result.rowsFiltered()),
                    Integer.toString(result.pages()),
                    String.format(Locale.ROOT, "%.1f", result.seconds()),
                    result.state() == null ? "" : result.state().toString()));
        }
        return Table.of(rows);
    }
}
