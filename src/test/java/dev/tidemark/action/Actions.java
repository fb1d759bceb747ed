package dev.tidemark.action;

import dev.tidemark.row.RefusedRecord;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.TestApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.util.CastUtils;
import org.jspecify.annotations.Nullable;

/** A route of action Kamelets alone, as another program may have it. */
final class Actions {

    private final List<Object> steps = new ArrayList<>();
    private final Properties properties = new Properties();

    /**
     * An action as the next step.
     *
     * @param word of its name, as in {@code records-WORD-action}
     * @param parameters names and values
     */
    Actions then(String word, Object... parameters) {
        steps.add(step(word, parameters));
        return this;
    }

    /** Any other step. */
    Actions then(Map<String, Object> step) {
        steps.add(step);
        return this;
    }

    Actions property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** An action as a step of a route. */
    static Map<String, Object> step(String word, Object... parameters) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i].toString(), parameters[i + 1]);
        }
        return Map.of("to", Map.of("uri", "kamelet:records-" + word + "-action", "parameters", all));
    }

    /** What becomes of a body. */
    @Nullable
    Object apply(@Nullable Object body) throws Exception {
        try (PlainContext plain = new PlainContext()) {
            plain.context().getPropertiesComponent().setInitialProperties(properties);
            plain.start(TestApi.json(
                    List.of(Map.of("route", Map.of("id", "in", "from", Map.of("uri", "direct:in", "steps", steps))))));
            return plain.context().createProducerTemplate().requestBody("direct:in", body);
        }
    }

    /** What becomes of a record. */
    List<Map<String, @Nullable Object>> of(Map<String, ?> record) throws Exception {
        return list(apply(List.of(record)));
    }

    /** Why a record is refused. */
    String refusal(Map<String, ?> record) throws Exception {
        return ((RefusedRecord) of(record).get(0)).reason();
    }

    static List<Map<String, @Nullable Object>> list(@Nullable Object body) {
        return CastUtils.cast((List<?>) body);
    }
}
