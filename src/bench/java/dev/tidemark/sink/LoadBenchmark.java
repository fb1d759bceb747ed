package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.ApiProcess;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long a table takes to load, and to be read again when nothing has changed, beside what a person would write by hand,
 * and beside the database alone, whose rows are there already when its clock starts.
 */
class LoadBenchmark {

    private static final int RECORDS = Integer.getInteger("bench.records", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String DATABASES = System.getProperty("bench.databases", "POSTGRESQL,H2,MARIADB,DUCKDB");
    private static final int PAGE = 5000;

    /** Where ranges of numbered users are. */
    private static final String USERS = "/incremental/step";

    private static final String COLUMNS = "id:STRING, name:STRING, email:STRING, address:STRING, company:STRING,"
            + " job:STRING, updatedAt:UTC_DATETIME, createdAt:UTC_DATETIME";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** A first load, and a second one of the same. */
    private record Pair(Duration load, Duration again) {}

    @Test
    void load() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("| database | what | Tidemark | by hand | database alone | to by hand | to the database |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        try (ApiProcess api = ApiProcess.start(RECORDS)) {
            for (String name : DATABASES.split(",")) {
                measure(DatabaseKind.valueOf(name.strip()), api, lines);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d records, pages of %d, the median of %d rounds, seconds; load of the machine at the end %.1f%n",
                RECORDS,
                PAGE,
                ROUNDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        lines.forEach(System.out::println);
    }

    private static void measure(DatabaseKind kind, ApiProcess api, List<String> lines) throws Exception {
        List<Pair> ours = new ArrayList<>();
        List<Pair> byHand = new ArrayList<>();
        List<Pair> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(tidemark(kind, api));
            byHand(kind, api, byHand, alone);
            System.out.printf("%s round %d: %s, by hand %s, alone %s%n", kind, round, ours, byHand, alone);
        }
        lines.add(line(
                kind,
                "load",
                median(ours).load(),
                median(byHand).load(),
                median(alone).load()));
        lines.add(line(
                kind,
                "re-read",
                median(ours).again(),
                median(byHand).again(),
                median(alone).again()));
    }

    private static Pair tidemark(DatabaseKind kind, ApiProcess api) throws Exception {
        try (TestDatabase database = TestDatabase.at(create(kind))) {
            Duration load = sync(database, api, RECORDS);
            database.jdbc().execute("delete from tidemark_state");
            Duration again = sync(database, api, 0);
            assertThat(database.count("\"user\"")).isEqualTo(RECORDS);
            return new Pair(load, again);
        }
    }

    private static Duration sync(TestDatabase database, ApiProcess api, long written) throws Exception {
        String source = new SourceYaml("step-size", "user")
                .with("url", api.url(USERS))
                .with("idField", "number")
                .with("stepSize", PAGE)
                .with("maxId", RECORDS)
                .sink("columns", COLUMNS)
                .sink("versionColumn", "updatedAt")
                .toString();
        try (Routes routes = new Routes(database, Map.of(), source)) {
            SyncResult result = routes.result(LONGEST);
            assertThat(result.error()).isNull();
            assertThat(result.rowsWritten()).isEqualTo(written);
            return Duration.ofMillis(Math.round(result.seconds() * 1000));
        }
    }

    private static void byHand(DatabaseKind kind, ApiProcess api, List<Pair> byHand, List<Pair> alone)
            throws Exception {
        try (TestDatabase database = TestDatabase.at(create(kind))) {
            ByHand loop = new ByHand(
                    kind,
                    database.address(),
                    api.url(USERS),
                    SinkColumns.DEFAULT.withColumns(COLUMNS).declared());
            ByHand.Times load = loop.run(RECORDS, PAGE);
            ByHand.Times again = loop.run(RECORDS, PAGE);
            assertThat(database.count("\"user\"")).isEqualTo(RECORDS);
            byHand.add(new Pair(load.whole(), again.whole()));
            alone.add(new Pair(load.database(), again.database()));
        }
    }

    /** H2 in a file, as the program has it by default: in memory it would share the heap that is measured. */
    private static DatabaseKind.Address create(DatabaseKind kind) throws IOException {
        if (kind != DatabaseKind.H2) {
            return kind.create();
        }
        Path file = Files.createTempDirectory(Path.of("target"), "bench")
                .toAbsolutePath()
                .resolve("bench");
        return new DatabaseKind.Address("jdbc:h2:file:" + file, "sa", "", "shutdown");
    }

    private static Pair median(List<Pair> pairs) {
        Duration[] loads = pairs.stream().map(Pair::load).sorted().toArray(Duration[]::new);
        Duration[] agains = pairs.stream().map(Pair::again).sorted().toArray(Duration[]::new);
        return new Pair(loads[loads.length / 2], agains[agains.length / 2]);
    }

    private static String line(DatabaseKind kind, String what, Duration ours, Duration byHand, Duration alone) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f |",
                kind,
                what,
                ours.toMillis() / 1000.0,
                byHand.toMillis() / 1000.0,
                alone.toMillis() / 1000.0,
                (double) ours.toMillis() / byHand.toMillis(),
                (double) ours.toMillis() / alone.toMillis());
    }
}
