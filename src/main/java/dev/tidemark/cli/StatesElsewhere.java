package dev.tidemark.cli;

import dev.tidemark.route.Problem;
import dev.tidemark.route.Source;
import dev.tidemark.sync.StateRepositories;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sources whose state is in a repository that their route names, and not in Tidemark's table: no command reaches it. */
final class StatesElsewhere {

    private static final String PARAMETER = "stateRepository";

    /** What to say of each, by its name. */
    private final Map<String, String> sentences = new LinkedHashMap<>();

    StatesElsewhere(Setup setup) {
        for (Source source : setup.sources()) {
            String bean = setup.value(source.from(), PARAMETER).replaceFirst("^#(bean:)?", "");
            if (!bean.isEmpty() && !bean.equals(StateRepositories.OWN)) {
                sentences.put(source.name(), sentence(source, bean).toString());
            }
        }
    }

    private static Problem sentence(Source source, String bean) {
        return source.from()
                .problem(
                        PARAMETER,
                        "the state of " + source.name() + " is in the bean `" + bean + "`, which `" + PARAMETER
                                + "` names, and not in the table tidemark_state, which is all that `state` reads and"
                                + " changes; read or change it in that repository");
    }

    /** Whether the state of a source is elsewhere. */
    boolean contains(String source) {
        return sentences.containsKey(source);
    }

    /** A sentence for each of them. */
    Collection<String> sentences() {
        return sentences.values();
    }

    /** @throws UsageException when the state of any of these is elsewhere */
    void refuse(Collection<String> sources) {
        List<String> refused = sources.stream()
                .filter(this::contains)
                .map(source -> String.valueOf(sentences.get(source)))
                .toList();
        if (!refused.isEmpty()) {
            throw new UsageException(refused);
        }
    }
}
