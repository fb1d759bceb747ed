package dev.tidemark.route;

import dev.tidemark.route.kamelet.KameletDefinition;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Nodes;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.text.SafeText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The Kamelets that one call in a route reaches: the one that it names, and those in that one's template, with the
 * parameters that reach them. Problems are reported at the call, since a Kamelet is valid or not for given parameters.
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

    /** All Kamelets found, each before those inside it. */
    List<KameletUse> uses() {
        return List.copyOf(uses);
    }

    /**
     * Checks a call and all Kamelets that it reaches.
     *
     * @return the innermost Kamelet at the start of the called one; null when the call is not of a Kamelet
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
                            "the Kamelet " + SafeText.quoted(use.kamelet()) + " calls itself" + " ("
                                    + cycle(use.kamelet()) + "): remove one of these calls");
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

    private String cycle(String again) {
        return String.join(" > ", within) + " > " + again;
    }
}
