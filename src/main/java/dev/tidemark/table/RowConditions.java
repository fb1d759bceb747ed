package dev.tidemark.table;

import dev.tidemark.database.Product;
import dev.tidemark.strategy.RowPosition;
import dev.tidemark.strategy.RowRange;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a statement for the rows of a range, with named values, such that an index on cursor and key can be
 * used.
 */
final class RowConditions {

    private final SourceTable table;
    private final Binding binding;
    private final String prefix;
    private final RowRange range;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String text;
    private final @Nullable Object latest;

    /**
     * Creates the conditions.
     *
     * @param latest the cursor below which rows are read; null for no limit
     * @param prefix the prefix of a value's name
     */
    RowConditions(SourceTable table, RowRange range, Binding binding, @Nullable Object latest, String prefix) {
        this.table = table;
        this.binding = binding;
        this.prefix = prefix;
        this.range = range;
        this.latest = latest;
        String cursor = table.quoted(range.cursorField());
        List<String> all = new ArrayList<>();
        if (range.isWithoutCursor()) {
            all.add(cursor + " is null");
        }
        if (!range.from().key().isEmpty()) {
            add(all, "from", range.from(), ">", ">");
        } else if (!range.isWithoutCursor()) {
            all.add(cursor + " >= "
                    + value("from", range.cursorField(), range.from().cursor()));
        }
        RowPosition to = range.to();
        if (to != null && !to.key().isEmpty()) {
            add(all, "to", to, "<", "<=");
        } else if (to != null && !range.isWithoutCursor()) {
            all.add(cursor + " <= " + value("to", range.cursorField(), to.cursor()));
        }
        if (latest != null) {
            values.put("latest", latest);
            all.add(cursor + " < " + prefix + "latest");
        }
        this.text = String.join(" and ", all);
    }

    String text() {
        return text;
    }

    /** The cursor below which rows are read; null for no limit. */
    @Nullable
    Object latest() {
        return latest;
    }

    Map<String, Object> values() {
        return values;
    }

    /**
     * Compares the columns of the order: beyond in the first, or equal there and beyond in the second, and so on.
     *
     * @param strict the operator for all columns but the last
     * @param last the operator for the last column
     */
    private void add(List<String> all, String name, RowPosition position, String strict, String last) {
        List<String> fields = new ArrayList<>(range.keyFields());
        List<@Nullable Object> place = new ArrayList<>(position.key());
        if (!range.isWithoutCursor()) {
            fields.add(0, range.cursorField());
            place.add(0, position.cursor());
        }
        if (fields.size() != place.size()) {
            throw new IllegalArgumentException("a range ends at " + place + ", and keyField names other columns: "
                    + range.keyFields() + "; run all processes with the same routes");
        }
        List<String> columns = fields.stream().map(table::quoted).toList();
        List<String> placeholders = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            placeholders.add(value(name + i, fields.get(i), place.get(i)));
        }
        if (table.comparesRows()) {
            all.add("(" + String.join(", ", columns) + ") " + last + " (" + String.join(", ", placeholders) + ")");
            return;
        }
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            boolean isLast = i == columns.size() - 1;
            alternatives.add(equal + columns.get(i) + " " + (isLast ? last : strict) + " " + placeholders.get(i));
            equal.append(columns.get(i))
                    .append(" = ")
                    .append(placeholders.get(i))
                    .append(" and ");
        }
        // Some databases do not infer this themselves.
        all.add(columns.get(0) + " " + strict + "= " + placeholders.get(0));
        all.add("(" + String.join(" or ", alternatives) + ")");
    }

    private String value(String name, String field, @Nullable Object value) {
        SourceTable.Column column = table.column(field);
        Object bound = binding.of(column, Objects.requireNonNull(value, field));
        values.put(name, bound);
        // As text, the value would be compared as text, or not at all, instead of in the order of the rows.
        boolean own = binding.product() == Product.POSTGRESQL && bound instanceof String && isOwnType(column);
        if (own && column.described().name().contains(".")) {
            throw new IllegalArgumentException("the column `" + column.name() + "` is of the type "
                    + column.described().name() + ", whose schema is not in the search_path, so its rows cannot"
                    + " be read in order; add the schema to the search_path of this user, or use other"
                    + " columns");
        }
        return own ? "cast(" + prefix + name + " as " + column.described().name() + ")" : prefix + name;
    }

    private static boolean isOwnType(SourceTable.Column column) {
        return switch (column.type()) {
            case Types.OTHER, Types.DISTINCT -> true;
            case Types.VARCHAR ->
                !Set.of("varchar", "text", "name").contains(column.described().name());
            default -> false;
        };
    }
}
