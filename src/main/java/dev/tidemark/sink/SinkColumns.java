package dev.tidemark.sink;

import dev.tidemark.row.ColumnText;
import dev.tidemark.row.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sink's {@code columns}, {@code primaryKey} and {@code versionColumn} say. A name in the last two is that of a
 * column, else a path into the records: then the column has the name of the path with underscores.
 *
 * @param texts the declared columns; empty to infer them from the records
 * @param declared their types, by name
 * @param key as {@code primaryKey} names it
 * @param version as {@code versionColumn} names it; null when it does not
 */
record SinkColumns(List<ColumnText> texts, Map<String, Column> declared, List<String> key, @Nullable String version) {

    private static final String KEY = "primaryKey";
    private static final String CURSOR = "cursorField";

    /** The defaults of the parameters. */
    static final SinkColumns DEFAULT = new SinkColumns(List.of(), Map.of(), List.of("id"), null);

    SinkColumns withColumns(String columns) {
        List<ColumnText> all = new ArrayList<>();
        Map<String, Column> types = new LinkedHashMap<>();
        ColumnText.all(columns).forEach(text -> {
            ColumnList.add(text, types);
            all.add(text);
        });
        return new SinkColumns(all, types, key, version);
    }

    SinkColumns withKey(String primaryKey) {
        return new SinkColumns(texts, declared, ColumnList.names(primaryKey), version);
    }

    SinkColumns withVersion(String versionColumn) {
        return new SinkColumns(texts, declared, key, versionColumn.isEmpty() ? null : versionColumn);
    }

    /** @throws IllegalArgumentException when the parameters contradict each other */
    void validate() {
        TableNames names = names(Map.of(), List.of(), null);
        if (declared.isEmpty()) {
            return;
        }
        for (String column : names.key()) {
            if (!declared.containsKey(column) && !names.made().containsKey(column)) {
                throw new IllegalArgumentException(
                        "primaryKey `" + column + "` is not one of the columns " + declared.keySet());
            }
        }
        Column found = names.version() == null ? null : declared.get(names.version());
        boolean isMade = names.version() != null && names.made().containsKey(names.version());
        if (names.version() != null
                && !isMade
                && (found == null || !found.type().isOrdered())) {
            throw new IllegalArgumentException("versionColumn `" + version
                    + "` is not a column with a number, date or time type; columns are "
                    + declared.values().stream()
                            .map(column -> column.name() + " " + column.word())
                            .toList());
        }
    }

    /**
     * The names for a chunk.
     *
     * @param existing the columns that the table has
     * @param cursorField the source's cursor field, which is the default of the version; null when there is none
     * @throws IllegalArgumentException when one column would come from two fields
     */
    TableNames names(
            Map<String, @Nullable Column> existing,
            List<Map<String, @Nullable Object>> records,
            @Nullable String cursorField) {
        Map<String, FieldPath> made = new LinkedHashMap<>();
        Map<String, FieldPath> fields = new LinkedHashMap<>();
        texts.forEach(text -> fields.put(text.name(), text.field()));
        List<String> columns = new ArrayList<>();
        for (String name : key) {
            columns.add(column(name, KEY, existing, records, made, fields));
        }
        String ordering = version;
        if (version != null) {
            ordering = column(version, "versionColumn", existing, records, made, fields);
        } else if (cursorField != null && (declared.isEmpty() || isDeclared(cursorField))) {
            ordering = column(cursorField, CURSOR, existing, records, made, fields);
        }
        return new TableNames(columns, ordering, made, fields, declared.isEmpty());
    }

    private boolean isDeclared(String name) {
        FieldPath path = FieldPath.of(name);
        return texts.stream().anyMatch(text -> text.field().equals(path) || (isOpen(text, path) && path.isNested()));
    }

    /** Whether a column has the name of the path, and does not say where it comes from. */
    private static boolean isOpen(ColumnText text, FieldPath path) {
        return !text.isNamed() && text.name().equals(path.columnName());
    }

    private String column(
            String name,
            String parameter,
            Map<String, @Nullable Column> existing,
            List<Map<String, @Nullable Object>> records,
            Map<String, FieldPath> made,
            Map<String, FieldPath> fields) {
        FieldPath path = FieldPath.of(name);
        if (declared.containsKey(name) && !parameter.equals(CURSOR)) {
            return name;
        }
        String filled = filled(path, !parameter.equals(KEY));
        if (filled != null) {
            return filled;
        }
        String flat = path.columnName();
        if (path.isNested() && records.stream().anyMatch(record -> isFlattened(record, path, flat))) {
            return flat;
        }
        if (!path.isNested() || (declared.isEmpty() && isOwnName(name, flat, existing, records))) {
            return name;
        }
        for (ColumnText text : texts) {
            if (text.name().equals(flat) && text.isNamed()) {
                throw new IllegalArgumentException(parameter + " `" + name + "` would be the column `" + flat
                        + "`, which columns fills from `" + text.field() + "`; add a column of another name, such as `"
                        + flat + "_2=" + name + ":TYPE`");
            }
        }
        if (records.stream().anyMatch(record -> record.get(flat) != null)) {
            throw new IllegalArgumentException(parameter + " `" + name + "` would be the column `" + flat
                    + "`, and records also have a field `" + flat + "`; declare columns, and name the field of this"
                    + " one: `" + flat + "=" + name + ":TYPE`");
        }
        fields.put(flat, path);
        if (!declared.containsKey(flat)) {
            made.put(flat, path);
        }
        return flat;
    }

    /** The declared column that a field fills, if possible one that orders rows; null when there is none. */
    private @Nullable String filled(FieldPath field, boolean ordered) {
        List<String> columns = texts.stream()
                .filter(text -> text.field().equals(field))
                .map(ColumnText::name)
                .toList();
        return columns.stream()
                .filter(name -> !ordered
                        || Objects.requireNonNull(declared.get(name)).type().isOrdered())
                .findFirst()
                .orElse(columns.isEmpty() ? null : columns.get(0));
    }

    /** Whether the field is a column of its own already. */
    private static boolean isFlattened(Map<String, @Nullable Object> record, FieldPath path, String flat) {
        return record instanceof ShapedRecord shaped && shaped.hasColumn(flat) && path.isIn(shaped);
    }

    /** Whether records have a field whose name has the dots, or the table a column for it. */
    private static boolean isOwnName(
            String name,
            String flat,
            Map<String, @Nullable Column> existing,
            List<Map<String, @Nullable Object>> records) {
        Set<String> columns = existing.keySet();
        return columns.contains(name)
                || (!columns.contains(flat) && records.stream().anyMatch(record -> record.containsKey(name)));
    }
}
