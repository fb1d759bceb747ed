package dev.tidemark.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The Kamelets that one call in a route leads to: the one that it names, and those that stand in the template of that one,
 * with the parameters that reach them. Told is the call, because a Kamelet is right or wrong for what it is given.
 */
final class NestedKamelets {
    private final Kamelets kamelets;
    private final KameletChecker checker;
    private final Placeholders placeholders;
    private final FileProblems problems;
    private final Deque<String> within = new ArrayDeque<>();
    private final List<KameletUse> uses = new ArrayList<>();

    NestedKamelets(Kamelets kamelets, KameletChecker checker, Placeholders placeholders, FileProblems problems) {
        this.kamelets = kamelets;
        this.checker = checker;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** All that were found, those in a Kamelet after it. */
    List<KameletUse> uses() {
        return List.copyOf(uses);
    }

    /**
     * Checks a call and all that it leads to.
     *
     * @return the innermost Kamelet that the called one begins with; null when the call is of no Kamelet
     */
    @Nullable
    KameletUse follow(KameletCall call) {
        KameletChecker.Checked checked = checker.check(call, here());
        if (checked == null) {
            return null;
        }
        KameletUse use = checked.use();
        uses.add(use);
        KameletDefinition definition = kamelets.find(use.kamelet());
        Node from = definition == null ? null : definition.from();
        if (from == null) {
            return use;
        }
        if (within.contains(use.kamelet())) {
            here().add(
                            call.uri(),
                            "the Kamelet " + Shown.value(use.kamelet()) + " leads to itself (" + circle(use.kamelet())
                                    + "): take it out of one of them");
            return use;
        }
        within.addLast(use.kamelet());
        KameletUse first = inside(from, checked);
        within.removeLast();
        return first == null ? use : first;
    }

    private @Nullable KameletUse inside(Node from, KameletChecker.Checked outer) {
        KameletCall start = KameletCall.at("from", from);
        KameletUse first = start == null ? null : follow(start, outer);
        Node steps = Nodes.value(from, "steps");
        if (steps != null) {
            KameletCall.in("steps", steps).forEach(each -> follow(each, outer));
        }
        return first;
    }

    private @Nullable KameletUse follow(KameletCall call, KameletChecker.Checked outer) {
        if (call.isOwnEnd()) {
            return null;
        }
        KameletCall inner = outer.inside(call);
        KameletUse found = follow(inner);
        if (found != null && outer.use().sound() && inner.parameters() != null) {
            new PlaceholderCheck(placeholders, here()).check(inner.parameters());
        }
        return found;
    }

    private FileProblems here() {
        return within.isEmpty() ? problems : problems.inside(within.getLast());
    }

    private String circle(String again) {
        return String.join(" > ", within) + " > " + again;
    }
}
