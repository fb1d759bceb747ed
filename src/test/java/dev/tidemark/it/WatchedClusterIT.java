package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --watch} in two processes that share the sources, while the files of their common {@code routes/} are edited. */
final class WatchedClusterIT {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 50;

    @Test
    void anEditedSourceRunsInOneProcessAndTheOtherTakesOverWhenKilled(@TempDir Path directory) throws Exception {
        DatabaseKind.Address database = Destination.POSTGRESQL.create(directory);
        try (Playground api = Playground.start(
                        PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS));
                UserTable table = new UserTable(database)) {
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .set("tidemark.cluster", "file")
                    .set("tidemark.cluster.lease", "2s")
                    .route("users.yaml", source("users", "user", api))
                    .route("more.yaml", source("more", "more", api));
            try (Program one = workplace.start("run", "--watch", "--json");
                    Program other = workplace.start("run", "--watch", "--json")) {
                Eventually.await("both sources run", PATIENCE, () -> sources(0, one, other)
                        .containsAll(List.of("users", "more")));

                workplace.route("more.yaml", source("more", "more", api).replace("300ms", "250ms"));
                awaitLog("more.yaml: changed; running: more", "the change", one, other);
                settled(Set.of("more", "users"), one, other);

                workplace.route("added.yaml", source("added", "added", api));
                awaitLog("added.yaml: added; running: added", "the new file", one, other);
                Eventually.await("rows of the new source", PATIENCE, () -> rows(table, "added") == RECORDS);

                Files.delete(workplace.path("routes/more.yaml"));
                awaitLog("more.yaml: removed; stopped: more", "the removal", one, other);

                // One process may lead both.
                Set<String> ofOne = settled(Set.of("added", "users"), one, other);
                Program leader = ofOne.contains("added") ? one : other;
                Program left = leader == one ? other : one;
                int before = lines(left).size();
                leader.close();
                Eventually.await("the other runs all", PATIENCE, () -> sources(before, left)
                        .containsAll(Set.of("added", "users")));
                left.terminate();
                assertThat(left.await().expect(0).err()).doesNotContain("ERROR");
            }
            table.expectSameAs(api);
        }
    }

    /**
     * Waits for a while in which each of the sources, and no other, has run three times or more, in one of the processes
     * only: on a busy machine a leader may be late to say that it lives, and another one lead instead.
     *
     * @return what the first process ran
     */
    private static Set<String> settled(Set<String> expected, Program one, Program other) throws Exception {
        Set<String> ofOne = new TreeSet<>();
        Eventually.await("each of " + expected + " runs in one process", PATIENCE.multipliedBy(2), () -> {
            int first = lines(one).size();
            int second = lines(other).size();
            Eventually.await("syncs of " + expected, PATIENCE, () -> {
                List<String> all = new ArrayList<>(sources(first, one));
                all.addAll(sources(second, other));
                return expected.stream().allMatch(source -> Collections.frequency(all, source) >= 3);
            });
            ofOne.clear();
            ofOne.addAll(sources(first, one));
            Set<String> ofOther = new TreeSet<>(sources(second, other));
            Set<String> all = new TreeSet<>(ofOne);
            all.addAll(ofOther);
            return all.equals(expected) && Collections.disjoint(ofOne, ofOther);
        });
        return ofOne;
    }

    private static String source(String name, String table, Playground api) {
        return UserSource.of(name, api.url() + "/incremental/timestamp")
                .with("period", "300ms")
                .sink("table", table)
                .toString();
    }

    private static void awaitLog(String text, String what, Program... programs) throws Exception {
        for (Program program : programs) {
            Eventually.await(what + " in each process", PATIENCE, () -> (program.out() + program.err()).contains(text));
        }
    }

    private static long rows(UserTable table, String name) throws Exception {
        return table.number("select count(*) from information_schema.tables where table_name = '" + name + "'") == 0
                ? 0
                : table.number("select count(*) from \"" + name + "\"");
    }

    /** The sources of the results that the programs have told, without so many of the first. */
    private static List<String> sources(int skipped, Program... programs) throws Exception {
        List<String> sources = new ArrayList<>();
        for (Program program : programs) {
            for (String line : lines(program).stream().skip(skipped).toList()) {
                sources.add(MAPPER.readTree(line).get("source").textValue());
            }
        }
        return sources;
    }

    private static List<String> lines(Program program) throws Exception {
        String out = program.out();
        return out.substring(0, out.lastIndexOf('\n') + 1).lines().toList();
    }
}
