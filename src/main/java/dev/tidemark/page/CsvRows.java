package dev.tidemark.page;

import dev.tidemark.row.RefusedRecord;
import dev.tidemark.row.Row;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV body: its header has the names of the fields. A row with more or fewer cells is a
 * {@link RefusedRecord}, as it is unknown which cell is missing. Not thread-safe.
 */
final class CsvRows implements Iterator<Map<String, @Nullable Object>> {

    private final CsvCells cells;
    private final String[] names;
    private final boolean hasHeader;
    private @Nullable List<@Nullable String> next;

    /** @throws PageException when the header cannot name the fields */
    CsvRows(ResponseBody body, char separator) throws IOException {
        cells = new CsvCells(body, separator);
        List<@Nullable String> header = cells.next();
        hasHeader = header != null;
        names = header == null ? new String[0] : names(header);
        next = cells.next();
    }

    boolean hasHeader() {
        return hasHeader;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Map<String, @Nullable Object> next() {
        List<@Nullable String> row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        Map<String, @Nullable Object> record =
                row.size() == names.length ? new Row(names, row.toArray(new @Nullable Object[0])) : refused(row);
        try {
            next = cells.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return record;
    }

    private RefusedRecord refused(List<@Nullable String> row) {
        return new RefusedRecord(
                Map.of(RefusedRecord.VALUES, row),
                cells.place() + " has " + count(row.size(), "cell") + ", but the header has "
                        + count(names.length, "name")
                        + "; check csvSeparator, and whether values with a separator are in quotes");
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String[] names(List<@Nullable String> header) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : header) {
            if (name == null || name.isBlank()) {
                throw new PageException("the header of the response has an empty name, in column " + (names.size() + 1)
                        + "; have the API name all columns");
            }
            if (!names.add(name)) {
                throw new PageException("the header of the response has the name `"
                        + SafeText.excerpt(name) + "` twice, also in column " + (names.size() + 1)
                        + "; have the API name each column once");
            }
        }
        return names.toArray(String[]::new);
    }
}
