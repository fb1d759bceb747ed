package dev.tidemark.jdbc;

import dev.tidemark.strategy.RowMark;
import dev.tidemark.strategy.RowRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a statement says of the rows of a range, with its values by name. */
final class RowConditions {

    private final SourceTable table;
    private final RowRange range;
    private final Binding binding;
    private final String prefix;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String text;

    /**
     * Makes them.
     *
     * @param latest the cursor below which rows stand; null for no such limit
     * @param prefix what stands before the name of a value
     */
    RowConditions(SourceTable table, RowRange range, Binding binding, @Nullable Object latest, String prefix) {
        this.table = table;
        this.range = range;
        this.binding = binding;
        this.prefix = prefix;
        List<String> all = new ArrayList<>();
        if (range.isWithoutCursor()) {
            all.add(table.quoted(range.cursorField()) + " is null");
            add(all, after(range.from()));
            add(all, upTo(range.to()));
        } else {
            addCursors(all, range.from(), range.to());
            if (latest != null) {
                all.add(table.quoted(range.cursorField()) + " < " + value("latest", latest));
            }
        }
        this.text = String.join(" and ", all);
    }

    String text() {
        return text;
    }

    Map<String, Object> values() {
        return values;
    }

    /** What holds of the cursor alone stands by itself, as an index helps a database with that only. */
    private void addCursors(List<String> all, RowMark from, @Nullable RowMark to) {
        String cursor = table.quoted(range.cursorField());
        if (to != null && !from.key().isEmpty() && isSame(from, to)) {
            all.add(cursor + " = " + bound("cursor", from));
            add(all, after(from));
            add(all, upTo(to));
            return;
        }
        String first = bound("cursor", from);
        all.add(cursor + " >= " + first);
        String after = after(from);
        if (after != null) {
            all.add("(" + cursor + " > " + first + " or " + after + ")");
        }
        if (to != null) {
            String last = bound("last", to);
            all.add(cursor + " <= " + last);
            all.add("(" + cursor + " < " + last + " or " + upTo(to) + ")");
        }
    }

    private static boolean isSame(RowMark from, RowMark to) {
        return String.valueOf(from.cursor()).equals(String.valueOf(to.cursor()));
    }

    private static void add(List<String> all, @Nullable String condition) {
        if (condition != null) {
            all.add(condition);
        }
    }

    private @Nullable String after(RowMark mark) {
        return mark.key().isEmpty() ? null : beyond(mark, "key", " > ", null);
    }

    private @Nullable String upTo(@Nullable RowMark mark) {
        return mark == null ? null : beyond(mark, "lastKey", " < ", " <= ");
    }

    /**
     * The key, column by column: beyond in the first, or equal there and beyond in the second, and so on.
     *
     * @param last how the last column is compared; null for as the others are
     */
    private String beyond(RowMark mark, String name, String comparison, @Nullable String last) {
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < range.keyFields().size(); i++) {
            String field = range.keyFields().get(i);
            String column = table.quoted(field);
            String value =
                    value(name + i, binding.of(table.column(field), mark.key().get(i)));
            boolean isLast = i == range.keyFields().size() - 1;
            alternatives.add(equal + column + (isLast && last != null ? last : comparison) + value);
            equal.append(column).append(" = ").append(value).append(" and ");
        }
        return "(" + String.join(" or ", alternatives) + ")";
    }

    private String bound(String name, RowMark mark) {
        return value(
                name, binding.of(table.column(range.cursorField()), Objects.requireNonNull(mark.cursor(), "cursor")));
    }

    private String value(String name, Object value) {
        values.put(name, value);
        return prefix + name;
    }
}
