package dev.tidemark.sink;

import dev.tidemark.row.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sink's {@code childTables} and {@code childColumns}. */
public final class ChildTableList {

    private static final String TABLES = "childTables";
    private static final String COLUMNS = "childColumns";
    private static final Pattern ENTRY = Pattern.compile("([^=(]+?)\\s*(?:\\(([^)]*)\\))?\\s*=\\s*(\\S.*)");

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> columns = new LinkedHashMap<>();

    private record Entry(String table, String key, String path, List<String> names) {}

    private ChildTableList() {}

    /**
     * The names of all tables that a sink writes, that of its records first.
     *
     * @throws IllegalArgumentException when {@code childTables} has another form
     */
    public static List<String> tables(String table, String childTables) {
        List<String> tables = new ArrayList<>(List.of(table));
        tables.addAll(ChildTables.names(of(table, childTables, "")));
        return tables;
    }

    /**
     * The child tables of a table's records, with those below them.
     *
     * @param table the table of the records
     * @throws IllegalArgumentException when a parameter has another form, or the two contradict each other
     */
    static List<ChildTable> of(String table, String childTables, String childColumns) {
        ChildTableList list = new ChildTableList();
        parts(childTables).forEach(list::addTable);
        parts(childColumns).forEach(list::addColumns);
        if (list.entries.containsKey(table)) {
            throw new IllegalArgumentException(TABLES + " has the table `" + table
                    + "` of the records themselves; give the child table another name");
        }
        return list.below(null);
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private void addTable(String part) {
        Matcher entry = ENTRY.matcher(part);
        if (!entry.matches()) {
            throw new IllegalArgumentException(
                    TABLES + " has `" + part + "`, which is not table=path or table(key)=path");
        }
        String table = entry.group(1).strip();
        String path = entry.group(3).strip();
        ColumnList.requirePlain(TABLES, table);
        List<String> names = FieldPath.of(path).isNested() ? FieldPath.names(path) : List.of(path);
        if (path.startsWith(FieldPath.PARENT + "/")) {
            throw new IllegalArgumentException(
                    TABLES + " has the path `" + path + "`, which leads out of the record; name a field of the record");
        }
        for (Entry other : entries.values()) {
            if (other.names().equals(names)) {
                throw new IllegalArgumentException(TABLES + " has the path `" + path + "` twice");
            }
        }
        String key = entry.group(2) == null ? ChildTable.INDEX : entry.group(2).strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    TABLES + " has `" + part + "`; name fields in the brackets, or leave the brackets out");
        }
        if (entries.put(table, new Entry(table, key, path, names)) != null) {
            throw new IllegalArgumentException(TABLES + " has the table `" + table + "` twice");
        }
    }

    private void addColumns(String part) {
        int colon = part.indexOf(':');
        String table = colon < 0 ? part : part.substring(0, colon).strip();
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(COLUMNS + " has `" + part + "`, and childTables is empty; set it too");
        }
        if (!entries.containsKey(table)) {
            throw new IllegalArgumentException(COLUMNS + " has `" + part
                    + "`, which does not begin with one of the child tables " + entries.keySet() + " and a colon");
        }
        if (columns.put(table, part.substring(colon + 1)) != null) {
            throw new IllegalArgumentException(COLUMNS + " has the table `" + table + "` twice");
        }
    }

    /** The tables directly below a table, or below the records. */
    private List<ChildTable> below(@Nullable Entry parent) {
        return entries.values().stream()
                .filter(entry -> Objects.equals(above(entry), parent))
                .map(entry -> table(entry, parent))
                .toList();
    }

    /** The table with the longest path that leads to an entry's; null when only the records have it. */
    private @Nullable Entry above(Entry entry) {
        return entries.values().stream()
                .filter(other -> other.names().size() < entry.names().size()
                        && entry.names().subList(0, other.names().size()).equals(other.names()))
                .max(Comparator.comparingInt(other -> other.names().size()))
                .orElse(null);
    }

    private ChildTable table(Entry entry, @Nullable Entry parent) {
        List<String> names = parent == null
                ? entry.names()
                : entry.names().subList(parent.names().size(), entry.names().size());
        String path = parent == null
                ? entry.path()
                : entry.path().startsWith("/") ? "/" + String.join("/", names) : String.join(".", names);
        return new ChildTable(entry.table(), FieldPath.of(path), names, columns(entry), below(entry));
    }

    /** An element that is identified by its place has a column for it, declared or not. */
    private SinkColumns columns(Entry entry) {
        String declared = columns.getOrDefault(entry.table(), "");
        try {
            SinkColumns read = SinkColumns.DEFAULT
                    .withColumns(
                            declared.isBlank() || !entry.key().equals(ChildTable.INDEX)
                                    ? declared
                                    : ChildTable.INDEX + ":" + ColumnType.LONG + "," + declared)
                    .withKey(entry.key());
            read.validate();
            return read;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("child table `" + entry.table() + "`: " + e.getMessage(), e);
        }
    }
}
