package dev.tidemark.page;

import dev.tidemark.json.JsonPath;
import dev.tidemark.row.EmptyElement;
import dev.tidemark.row.FieldPath;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records within the elements of an array. Each gets the field {@code ..} with the other fields of the object around it.
 * Not thread-safe.
 */
final class NestedRecords {

    private final RecordsPath path;
    private final int[] objects;
    private final boolean[] found;

    /** There is something else in the place of records. The message says what, and where. */
    static final class Misplaced extends RuntimeException {

        private static final long serialVersionUID = 1;

        Misplaced(String message) {
            super(message);
        }
    }

    NestedRecords(RecordsPath path) {
        this.path = path;
        this.objects = new int[path.levels().size()];
        this.found = new boolean[objects.length];
    }

    /**
     * Passes on the records in an element, and an {@link EmptyElement} for each object without any.
     *
     * @throws Misplaced when there is something else in their place
     */
    void each(Map<String, @Nullable Object> element, Consumer<Map<String, @Nullable Object>> rows) {
        if (objects.length == 0) {
            rows.accept(element);
        } else {
            each(element, 0, rows);
        }
    }

    /** What {@link #each} passes on for the elements, which are read one at a time. */
    Iterator<Map<String, @Nullable Object>> in(Iterator<Map<String, @Nullable Object>> elements) {
        return stream(elements)
                .<Map<String, @Nullable Object>>mapMulti(this::each)
                .iterator();
    }

    static Iterator<Map<String, @Nullable Object>> withoutEmpty(Iterator<Map<String, @Nullable Object>> records) {
        return stream(records).filter(row -> !(row instanceof EmptyElement)).iterator();
    }

    private static Stream<Map<String, @Nullable Object>> stream(Iterator<Map<String, @Nullable Object>> all) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false);
    }

    private void each(Map<String, @Nullable Object> object, int level, Consumer<Map<String, @Nullable Object>> rows) {
        if (level == objects.length) {
            rows.accept(object);
            return;
        }
        objects[level]++;
        RecordsPath.Level to = path.levels().get(level);
        JsonPath fields = to.path();
        Map<String, @Nullable Object> here = object;
        for (int at = 0; at < fields.names().size(); ) {
            String field = fields.longestIn(here, at);
            if (field == null) {
                rows.accept(empty(here, level, fields.names().size() - at));
                return;
            }
            at += fields.namesIn(at, field);
            Object value = here.get(field);
            Map<String, @Nullable Object> around = without(here, field);
            boolean isThere = at == fields.names().size();
            found[level] |= isThere || value == null;
            if (value == null
                    || (isThere && to.isArray() && requireList(value, fields).isEmpty())) {
                rows.accept(empty(around, level, fields.names().size() - at + 1));
                return;
            }
            if (isThere && to.isArray()) {
                each(requireList(value, fields), around, level + 1, rows);
                return;
            }
            here = requireObject(value, "at `" + fields.text() + "`");
            here.put(FieldPath.PARENT, around);
        }
        each(here, level + 1, rows);
    }

    private void each(
            List<?> list,
            Map<String, @Nullable Object> around,
            int level,
            Consumer<Map<String, @Nullable Object>> rows) {
        for (Object element : list) {
            String field = path.levels().get(level - 1).path().text();
            Map<String, @Nullable Object> object = requireObject(element, "in `" + field + "`");
            object.put(FieldPath.PARENT, around);
            each(object, level, rows);
        }
    }

    /** @param names how many names of the level's path lead from that object to where records were expected */
    private EmptyElement empty(Map<String, @Nullable Object> object, int level, int names) {
        int objectsBetween = names - 1;
        for (RecordsPath.Level deeper :
                path.levels().subList(level + 1, path.levels().size())) {
            objectsBetween += deeper.path().names().size();
        }
        Map<String, @Nullable Object> around = object;
        for (int i = 0; i < objectsBetween; i++) {
            around = Collections.singletonMap(FieldPath.PARENT, around);
        }
        return new EmptyElement(around);
    }

    /** All records share it, so nobody may change it. */
    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> object, String field) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(object);
        others.remove(field);
        return Collections.unmodifiableMap(others);
    }

    private static List<?> requireList(Object value, JsonPath field) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new Misplaced(kind(value) + " at `" + field.text() + "`, not an array of records");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> requireObject(@Nullable Object value, String place) {
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        throw new Misplaced(kind(value) + " " + place + ", not an object"
                + (value instanceof List ? "; write `[]` after its name in recordsPath for its elements" : ""));
    }

    private static String kind(@Nullable Object value) {
        return value == null
                ? "null"
                : value instanceof Map
                        ? "an object"
                        : value instanceof List
                                ? "an array"
                                : value instanceof String
                                        ? "a text"
                                        : value instanceof Boolean ? "a boolean" : "a number";
    }

    /** The first field on the path that none of the objects has in which it was expected; null when there is none. */
    @Nullable
    String missing() {
        for (int level = 0; level < objects.length; level++) {
            if (objects[level] > 0 && !found[level]) {
                return path.levels().get(level).path().text();
            }
        }
        return null;
    }
}
