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
import org.apache.commons.io.FileUtils;

/** A route file with one more stream before it is written. */
record StreamDraft(Path routes, Path file, String text) {

    /**
     * Runs the checks of `check` on all files, with the draft in place of its file.
     *
     * @return the name of the new source
     * @throws UsageException with all problems
     */
    String check(Settings settings, Kamelets kamelets, String template) throws IOException {
        List<String> problems = new ArrayList<>();
        Path directory = Files.createTempDirectory("tidemark-new");
        TidemarkConfig config = TidemarkConfig.read(settings, problems);
        try (Databases databases = config.databases()) {
            List<String> before = names(RouteFiles.read(routes, settings::find, kamelets));
            if (Files.isDirectory(routes)) {
                for (Path each : RouteFiles.in(routes)) {
                    Files.copy(each, directory.resolve(each.getFileName()));
                }
            }
            Files.writeString(directory.resolve(file.getFileName()), text);
            RouteFiles files = RouteFiles.read(directory, settings::find, kamelets);
            files.problems().stream().map(Problem::toString).forEach(problems::add);
            if (files.problems().isEmpty()) {
                problems.addAll(new SourceCheck(
                                kamelets,
                                databases,
                                Clients.names(settings.all().keySet()))
                        .check(files.sources()));
            }
            List<String> added = new ArrayList<>(names(files));
            added.removeAll(before);
            if (problems.isEmpty() && added.isEmpty()) {
                problems.add(file + ": the template `" + template + "` does not start with"
                        + " kamelet:incremental-...-source, so a route of it is not a source; choose another template");
            }
            if (!problems.isEmpty()) {
                throw new UsageException(problems.stream()
                        .map(problem -> problem.replace(directory.toString(), routes.toString()))
                        .toList());
            }
            return added.get(0);
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    private static List<String> names(RouteFiles files) {
        return files.sources().stream().map(source -> source.name()).toList();
    }
}
