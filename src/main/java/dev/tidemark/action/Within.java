package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes values within the objects and arrays of a row. It replaces them by copies, as others may have them too. */
final class Within {

    private static final Object NOTHING = new Object();

    private Within() {}

    /**
     * Changes a value.
     *
     * @param way the names that lead to it, see {@link FieldPath#locate}
     */
    static void change(Row row, List<String> way, UnaryOperator<@Nullable Object> change) {
        String top = way.get(0);
        row.put(top, way.size() == 1 ? change.apply(row.get(top)) : changed(row.get(top), way, 1, change));
    }

    /** Removes a value from the object or array that contains it, which is not the row itself. */
    static void remove(Row row, List<String> way) {
        change(row, way, value -> NOTHING);
    }

    /** Whether a value is an element of an array. */
    static boolean isElement(Map<String, @Nullable Object> record, List<String> way) {
        Object container = record;
        for (String name : way.subList(0, way.size() - 1)) {
            container = container instanceof List<?> list
                    ? list.get(Integer.parseInt(name))
                    : container instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return container instanceof List;
    }

    /**
     * Checks that a path which leads to no value ends at an object: in an array or a text, its field may be hidden.
     *
     * @throws RefusedException when it does not
     */
    static void requireObjects(Row row, FieldPath path) {
        List<String> names = FieldPath.names(path.toString());
        for (int to = 1; to < names.size(); to++) {
            String outer = String.join(".", names.subList(0, to));
            Object value = FieldPath.of(outer).read(row);
            if (value != null && !(value instanceof Map)) {
                throw new RefusedException("`" + path + "` cannot be reached, because `" + outer + "` is "
                        + (value instanceof List ? "an array" : "not an object") + "; name `" + outer + "` itself");
            }
        }
    }

    private static @Nullable Object changed(
            @Nullable Object container, List<String> way, int at, UnaryOperator<@Nullable Object> change) {
        String name = way.get(at);
        if (container instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list);
            int index = Integer.parseInt(name);
            Object value = next(copy.get(index), way, at, change);
            if (value == NOTHING) {
                copy.remove(index);
            } else {
                copy.set(index, value);
            }
            return copy;
        }
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>((Map<?, ?>) container);
        Object value = next(copy.get(name), way, at, change);
        if (value == NOTHING) {
            copy.remove(name);
        } else {
            copy.put(name, value);
        }
        return copy;
    }

    private static @Nullable Object next(
            @Nullable Object value, List<String> way, int at, UnaryOperator<@Nullable Object> change) {
        return at == way.size() - 1 ? change.apply(value) : changed(value, way, at + 1, change);
    }
}
