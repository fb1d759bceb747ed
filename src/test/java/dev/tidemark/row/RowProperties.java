package dev.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RowProperties {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /** What is done to a map; its result is compared. */
    private enum Operation {
        PUT,
        GET,
        CONTAINS_KEY,
        CONTAINS_VALUE,
        REMOVE,
        REMOVE_VALUE,
        PUT_IF_ABSENT,
        MERGE,
        COMPUTE,
        REPLACE_ALL,
        PUT_ALL,
        REMOVE_WHILE_ITERATING,
        SET_ENTRIES,
        SET_ENTRY_AFTER_REMOVAL,
        REMOVE_KEYS,
        RETAIN_KEYS,
        REMOVE_VALUES,
        REMOVE_ENTRY,
        PUT_WHILE_ITERATING,
        FOR_EACH,
        CLEAR
    }

    private record Step(Operation operation, String name, String other, @Nullable Integer value) {

        @Nullable
        Object on(Map<String, @Nullable Object> map) {
            return switch (operation) {
                case PUT -> map.put(name, value);
                case GET -> map.get(name);
                case CONTAINS_KEY -> map.containsKey(name);
                case CONTAINS_VALUE -> map.containsValue(value);
                case REMOVE -> map.remove(name);
                case REMOVE_VALUE -> map.remove(name, value);
                case PUT_IF_ABSENT -> map.putIfAbsent(name, value);
                case MERGE -> map.merge(name, 1, (before, one) -> value);
                case COMPUTE -> map.compute(name, (key, before) -> before == null ? value : null);
                case REPLACE_ALL -> {
                    map.replaceAll((key, before) -> key.equals(name) ? value : before);
                    yield null;
                }
                case PUT_ALL -> {
                    map.putAll(more());
                    yield null;
                }
                case REMOVE_WHILE_ITERATING -> removed(map.entrySet().iterator());
                case SET_ENTRIES ->
                    map.entrySet().stream()
                            .map(entry -> List.of(entry.getKey(), String.valueOf(entry.setValue(value))))
                            .toList();
                case SET_ENTRY_AFTER_REMOVAL -> {
                    List<Map.Entry<String, @Nullable Object>> entries = new ArrayList<>(map.entrySet());
                    map.remove(name);
                    entries.stream()
                            .filter(entry -> !entry.getKey().equals(other))
                            .forEach(entry -> entry.setValue(value));
                    yield entries.toString();
                }
                case REMOVE_KEYS -> map.keySet().removeAll(List.of(name, other));
                case RETAIN_KEYS -> map.keySet().retainAll(List.of(name, other, "a", "b"));
                case REMOVE_VALUES -> map.values().removeIf(each -> each == null || each.equals(value));
                case REMOVE_ENTRY -> map.entrySet().remove(new AbstractMap.SimpleEntry<>(name, value));
                case PUT_WHILE_ITERATING -> {
                    try {
                        Iterator<String> names = map.keySet().iterator();
                        while (names.hasNext()) {
                            map.put(name, names.next());
                        }
                        yield "done";
                    } catch (ConcurrentModificationException e) {
                        yield "changed";
                    }
                }
                case FOR_EACH -> {
                    List<String> seen = new ArrayList<>();
                    map.forEach((key, each) -> seen.add(key + each));
                    yield seen;
                }
                case CLEAR -> {
                    map.clear();
                    yield null;
                }
            };
        }

        private Map<String, @Nullable Object> more() {
            Map<String, @Nullable Object> more = new LinkedHashMap<>();
            more.put(other, value);
            more.put(name, other);
            return more;
        }

        private List<String> removed(Iterator<Map.Entry<String, @Nullable Object>> entries) {
            List<String> removed = new ArrayList<>();
            while (entries.hasNext()) {
                Map.Entry<String, @Nullable Object> entry = entries.next();
                if (!entry.getKey().equals(name)) {
                    entries.remove();
                    removed.add(entry.toString());
                }
            }
            return removed;
        }
    }

    @Property(tries = 1000)
    void aRowBehavesLikeALinkedHashMap(@ForAll("steps") List<Step> steps) {
        String[] shared = {"a", "b", "c"};
        Row row = new Row(shared, new @Nullable Object[] {1, null, 3});
        Row neighbour = new Row(shared, new @Nullable Object[] {4, 5, 6});
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", null);
        map.put("c", 3);
        for (Step step : steps) {
            assertThat(step.on(row)).as(step.toString()).isEqualTo(step.on(map));
            assertThat(row.toString()).isEqualTo(map.toString());
            assertThat(row.equals(map)).isTrue();
            assertThat(map.equals(row)).isTrue();
            assertThat(row.hashCode()).isEqualTo(map.hashCode());
            assertThat(row.size()).isEqualTo(map.size());
            assertThat(row.equals(new HashMap<>(Map.of("z", 1)))).isFalse();
        }
        assertThat(neighbour.toString()).isEqualTo("{a=4, b=5, c=6}");
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Operation.class),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(NAMES),
                        Arbitraries.integers().between(0, 3).injectNull(0.2))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }
}
