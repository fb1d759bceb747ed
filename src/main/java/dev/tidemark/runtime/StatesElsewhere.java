package dev.tidemark.runtime;

import dev.tidemark.config.UsageException;
import dev.tidemark.route.Source;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.sync.StateRepositories;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sources whose state is not in Tidemark's table, but in a repository that their route names. Commands cannot access
 * it.
 */
public final class StatesElsewhere {

    private static final String PARAMETER = "stateRepository";

    /** The message for each source, by name. */
    private final Map<String, String> messages = new LinkedHashMap<>();

    public StatesElsewhere(Project project) {
        for (Source source : project.sources()) {
            String bean = project.value(source.from(), PARAMETER).replaceFirst("^#(bean:)?", "");
            if (!bean.isEmpty() && !bean.equals(StateRepositories.OWN)) {
                messages.put(source.name(), sentence(source, bean).toString());
            }
        }
    }

    private static Problem sentence(Source source, String bean) {
        return source.from()
                .problem(
                        PARAMETER,
                        "the state of " + source.name() + " is in the bean"
                                + " `" + bean + "` (see `" + PARAMETER + "`), but `state` reads and changes only the"
                                + " table tidemark_state; read or change it in that repository");
    }

    /** Whether the state of a source is in another repository. */
    public boolean contains(String source) {
        return messages.containsKey(source);
    }

    /** A message for each of these sources. */
    public Collection<String> messages() {
        return messages.values();
    }

    /** @throws UsageException when the state of any of these sources is in another repository */
    public void refuse(Collection<String> sources) {
        List<String> refused = sources.stream()
                .filter(this::contains)
                .map(source -> String.valueOf(messages.get(source)))
                .toList();
        if (!refused.isEmpty()) {
            throw new UsageException(refused);
        }
    }
}
