package dev.tidemark.cli;

import dev.tidemark.config.Settings;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.runtime.SourceCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A route file before it is written. */
record RouteDraft(String source, String text) {

    /**
     * Runs the checks of `check` before the file exists, where a mistake would affect all other sources.
     *
     * @throws UsageException with all problems
     */
    void check(Settings settings, Kamelets kamelets, Path routes) throws IOException {
        List<String> problems = new ArrayList<>();
        Path directory = Files.createTempDirectory("tidemark-new");
        Path draft = directory.resolve("new.yaml");
        TidemarkConfig config = TidemarkConfig.read(settings, problems);
        try (Databases databases = config.databases()) {
            Files.writeString(draft, text);
            RouteFiles files = RouteFiles.read(directory, settings::find, kamelets);
            files.problems().stream().map(Problem::toString).forEach(problems::add);
            if (files.problems().isEmpty()) {
                problems.addAll(new SourceCheck(
                                kamelets,
                                databases,
                                Clients.names(settings.all().keySet()))
                        .check(files.sources()));
            }
            if (Files.isDirectory(routes)) {
                RouteFiles.read(routes, settings::find, kamelets).sources().stream()
                        .filter(other -> other.name().equals(source))
                        .forEach(other -> problems.add(
                                other.file() + ":" + other.line() + ": already defines the source `" + source + "`"));
            }
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(directory);
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems.stream()
                    .map(problem -> problem.replace(draft.toString(), source + ".yaml"))
                    .toList());
        }
    }
}
