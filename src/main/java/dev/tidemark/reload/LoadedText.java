package dev.tidemark.reload;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The text that Camel loads for a file, in parts: one source can be replaced while the others run.
 *
 * @param rest the items that are not sources
 * @param sources the items of each source, by the id of its route, in their order
 */
public record LoadedText(String rest, Map<String, String> sources) {

    public LoadedText {
        sources = new LinkedHashMap<>(sources);
    }

    /** The ids of the routes that another version of the file has unchanged; none when the rest changed. */
    Set<String> unchangedIn(LoadedText other) {
        Set<String> unchanged = new HashSet<>();
        if (rest.equals(other.rest)) {
            sources.forEach((id, text) -> {
                if (text.equals(other.sources.get(id))) {
                    unchanged.add(id);
                }
            });
        }
        return unchanged;
    }

    /** The text without these routes; when there are any, also without the rest, which is running with them. */
    byte[] without(Set<String> routes) {
        StringBuilder text = new StringBuilder(routes.isEmpty() ? rest : "");
        sources.forEach((id, source) -> text.append(routes.contains(id) ? "" : source));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
