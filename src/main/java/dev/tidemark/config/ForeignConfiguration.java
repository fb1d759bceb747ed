package dev.tidemark.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Another program's JSON configuration of a source. */
public final class ForeignConfiguration {

    private static final String STRATEGY = "strategy";

    private static final Map<String, String> PARAMETERS = new TreeMap<>(Map.of(
            "base_url", "url",
            "page_size", "pageSize",
            "initial_id", "initialId",
            "step_size", "stepSize",
            "max_id", "maxId",
            "buffer_hours", "bufferHours"));

    private ForeignConfiguration() {}

    /**
     * Reads a file. A key without a value (null) is ignored.
     *
     * @param parameters receives the strategy's parameters
     * @return the strategy, with hyphens as in the names of Kamelets; null when the file has none
     * @throws UsageException when the file cannot be read or has other keys
     */
    public static @Nullable String read(Path file, Map<String, String> parameters) {
        ObjectNode document;
        try {
            document = JdbcStateRepository.parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(List.of(file + " cannot be read, or is not a JSON object"));
        }
        List<String> problems = new ArrayList<>();
        document.properties().forEach(entry -> {
            String parameter = PARAMETERS.get(entry.getKey());
            if (parameter == null && !entry.getKey().equals(STRATEGY)) {
                problems.add(file + ": the key `" + entry.getKey() + "` is not known; known keys are " + STRATEGY + ", "
                        + String.join(", ", PARAMETERS.keySet()));
            } else if (!entry.getValue().isValueNode()) {
                problems.add(file + ": `" + entry.getKey() + "` must be a text or a number");
            } else if (parameter != null && !entry.getValue().isNull()) {
                parameters.put(parameter, entry.getValue().asText());
            }
        });
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        String strategy = document.path(STRATEGY).textValue();
        return strategy == null ? null : strategy.replace('_', '-');
    }
}
