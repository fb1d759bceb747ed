package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Problems with the templated sources that have them. A mistake in a template is one problem, not one per source. */
public final class SharedProblems {

    private final Map<Problem, Set<TemplatedSource>> found = new LinkedHashMap<>();
    private final Set<Problem> plain = new HashSet<>();

    /** @param source null when the problem is not of a templated source */
    public void add(Problem problem, @Nullable TemplatedSource source) {
        Set<TemplatedSource> sources = found.computeIfAbsent(problem, each -> new LinkedHashSet<>());
        if (source == null) {
            plain.add(problem);
        } else {
            sources.add(source);
        }
    }

    /** Each problem once, with the name of its source, in the order of {@link #add}. */
    public List<Problem> list() {
        return found.entrySet().stream()
                .map(each -> plain.contains(each.getKey()) ? each.getKey() : named(each.getKey(), each.getValue()))
                .toList();
    }

    private static Problem named(Problem problem, Set<TemplatedSource> sources) {
        TemplatedSource first = sources.iterator().next();
        String name = SafeText.quoted(first.name());
        boolean isHere = first.where().equals(problem.where());
        if (sources.size() == 1 && isHere && problem.what().contains(name)) {
            return problem;
        }
        int others = sources.size() - 1;
        return new Problem(
                problem.where(),
                problem.what() + " (in " + name + (isHere ? "" : ", " + first.where())
                        + (others == 0 ? "" : ", and " + others + (others == 1 ? " other" : " others")) + ")");
    }
}
