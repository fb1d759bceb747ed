package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.ApiProcess;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How long a sync of many small sources takes, beside one of a tenth of them, and what they cost when nothing changes. */
class ManySourcesBenchmark {

    private static final int SOURCES = Integer.getInteger("bench.sources", 1000);
    private static final String DATABASES = System.getProperty("bench.databases", "POSTGRESQL,H2");
    private static final int RECORDS = 200;
    private static final String PERIOD = "30s";
    private static final String COLUMNS = "id:STRING, name:STRING, email:STRING, address:STRING, company:STRING,"
            + " job:STRING, updatedAt:UTC_DATETIME, createdAt:UTC_DATETIME";

    @Test
    void manySources() throws Exception {
        int few = SOURCES / 10;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "| database | sync of %d, s | of %d, s | ratio | ended ok | run: threads | heap, MB | an idle round, CPU s |",
                few,
                SOURCES));
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        try (ApiProcess api = ApiProcess.start(RECORDS)) {
            for (String name : DATABASES.split(",", -1)) {
                DatabaseKind kind = DatabaseKind.valueOf(name.strip());
                double first = sync(project(kind, api, few), few);
                Path project = project(kind, api, SOURCES);
                double all = sync(project, SOURCES);
                lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %.1f | %.1f | %d and %d | %s |",
                        kind,
                        first,
                        all,
                        all / first,
                        few,
                        SOURCES,
                        idle(project)));
                System.out.println(lines.get(lines.size() - 1));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d records each; load of the machine at the end %.1f%n",
                RECORDS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        lines.forEach(System.out::println);
    }

    /** The time from the start of the program to its end. */
    private static double sync(Path project, int sources) throws Exception {
        long start = System.nanoTime();
        try (Launched program = Launched.start(project, "sync", "--json")) {
            program.awaitEnd();
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(program.ok()).isEqualTo(sources);
            return seconds;
        }
    }

    /** The third round after the start, in which the compiler has done most of its work. */
    private static String idle(Path project) throws Exception {
        try (Launched program = Launched.start(project, "run", "--json")) {
            program.awaitSyncs(2L * SOURCES);
            Duration before = program.cpu();
            program.awaitSyncs(3L * SOURCES);
            Duration round = program.cpu().minus(before);
            assertThat(program.ok()).isGreaterThanOrEqualTo(3L * SOURCES);
            return String.format(
                    Locale.ROOT, "%d | %d | %.1f", program.threads(), program.heap() >> 20, round.toMillis() / 1000.0);
        }
    }

    /** A folder with a configuration, and a file for each source, whose table is its own. */
    private static Path project(DatabaseKind kind, ApiProcess api, int sources) throws IOException {
        Path project = Files.createTempDirectory(Path.of("target"), "bench").toAbsolutePath();
        Path routes = Files.createDirectories(project.resolve("routes"));
        for (int i = 0; i < sources; i++) {
            String source = new SourceYaml("timestamp", "s" + i)
                    .with("url", api.url("/incremental/timestamp"))
                    .with("period", PERIOD)
                    .sink("columns", COLUMNS)
                    .toString();
            Files.writeString(routes.resolve("s" + i + ".yaml"), source);
        }
        DatabaseKind.Address database = kind == DatabaseKind.H2
                ? new DatabaseKind.Address("jdbc:h2:file:" + project.resolve("data"), "sa", "", "shutdown")
                : kind.create();
        Files.writeString(
                Files.createDirectories(project.resolve("config")).resolve("application.properties"),
                """
                tidemark.datasource.destination.url=%s
                tidemark.datasource.destination.username=%s
                tidemark.datasource.destination.password=%s
                camel.management.port=0
                """
                        .formatted(database.url(), database.user(), database.password()));
        return project;
    }
}
