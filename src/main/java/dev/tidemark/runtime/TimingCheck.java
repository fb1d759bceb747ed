package dev.tidemark.runtime;

import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.SharedProblems;
import dev.tidemark.route.yaml.Suggestion;
import dev.tidemark.schedule.Timing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks when sources are due: their schedules, and the sources that they follow. */
final class TimingCheck {

    private static final String AFTER = "after";

    private final Kamelets kamelets;

    /** The source that each one follows; empty for those that follow none. */
    private final Map<String, String> parents = new TreeMap<>();

    /** @param all the sources that may be followed */
    TimingCheck(Kamelets kamelets, Collection<Source> all) {
        this.kamelets = kamelets;
        all.forEach(source -> parents.put(source.name(), parent(source)));
    }

    /** Whether any of the sources follows another. */
    static boolean follow(Collection<Source> sources) {
        return sources.stream().anyMatch(source -> !parent(source).isEmpty());
    }

    /** A message for each mistake. */
    List<String> check(List<Source> sources) {
        SharedProblems all = new SharedProblems();
        Set<String> own = sources.stream().map(Source::name).collect(Collectors.toSet());
        for (Source source : sources) {
            KameletUse use = source.from();
            if (use.sound()) {
                List<Problem> problems = new ArrayList<>();
                checkTiming(use, problems);
                String mistake = parent(source).isEmpty() ? null : parentMistake(source.name(), own);
                if (mistake != null) {
                    problems.add(use.problem(AFTER, mistake));
                }
                problems.forEach(problem -> all.add(problem, source.templated()));
            }
        }
        return all.list().stream().map(Problem::toString).toList();
    }

    private static String parent(Source source) {
        return source.from().parameters().getOrDefault(AFTER, "").strip();
    }

    private void checkTiming(KameletUse use, List<Problem> problems) {
        String timed = has(use, "schedule") ? "schedule" : has(use, AFTER) ? AFTER : null;
        int before = problems.size();
        if (timed == null) {
            for (String unused : List.of("scheduleZone", "runMissed")) {
                if (has(use, unused) && use.places().containsKey(unused)) {
                    problems.add(use.problem(unused, Timing.unused(unused)));
                }
            }
        } else if (has(use, "period") && use.places().containsKey("period")) {
            problems.add(use.problem(
                    "period",
                    "period and `" + timed + "` exclude each other: `" + timed
                            + "` alone says when the source is due; remove one of them"));
        }
        if (problems.size() == before) {
            try {
                Timing.of(name -> kamelets.value(use, name));
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                problems.add(use.problem(message.split("\\W", 2)[0], message));
            }
        }
    }

    private static boolean has(KameletUse use, String parameter) {
        return !use.parameters().getOrDefault(parameter, "").isBlank();
    }

    /** @param checked a cycle is reported once, for the first of these sources */
    private @Nullable String parentMistake(String source, Set<String> checked) {
        String parent = parents.getOrDefault(source, "");
        if (parent.equals(source)) {
            return "after names the source itself: name the source that it is to follow, or remove `after`";
        }
        if (!parents.containsKey(parent)) {
            return "after `" + parent + "` is not a source" + Suggestion.didYouMean(parent, parents.keySet())
                    + " (known: " + String.join(", ", parents.keySet()) + ")";
        }
        List<String> chain = new ArrayList<>();
        String at = source;
        while (!at.isEmpty() && !chain.contains(at)) {
            chain.add(at);
            at = parents.getOrDefault(at, "");
        }
        boolean first = chain.stream()
                .filter(checked::contains)
                .min(Comparator.naturalOrder())
                .equals(Optional.of(source));
        return at.equals(source) && first
                ? "after makes a cycle, so none of its sources would start: "
                        + chain.stream()
                                .map(each -> "`" + each + "` follows `" + parents.get(each) + "`")
                                .collect(Collectors.joining(", "))
                        + "; remove one `after`"
                : null;
    }
}
