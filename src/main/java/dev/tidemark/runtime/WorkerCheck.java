package dev.tidemark.runtime;

import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import java.util.List;

/** Checks that each worker of a source can have a connection to the databases of its sinks. */
record WorkerCheck(Kamelets kamelets, Databases databases) {

    /** The planner's, and one to look at the table. */
    private static final int OTHERS = 2;

    void check(Source source, List<Problem> problems) {
        KameletUse use = source.from();
        String text = kamelets.value(use, "workers");
        if (text == null || !use.sound()) {
            return;
        }
        int workers = Integer.parseInt(text);
        source.sinks().stream()
                .map(sink -> String.valueOf(kamelets.value(sink, "dataSource")))
                .distinct()
                .forEach(name -> databases.poolSize(name).ifPresent(size -> {
                    if (workers > 1 && workers + OTHERS > size) {
                        problems.add(use.problem(
                                "workers",
                                "workers is " + workers + ", and " + Databases.PREFIX + name + ".poolSize is " + size
                                        + ", too few connections: each worker writes through its own, and the sync itself"
                                        + " needs " + OTHERS + "; set poolSize to at least " + (workers + OTHERS)
                                        + ", or reduce workers"));
                    }
                }));
    }
}
