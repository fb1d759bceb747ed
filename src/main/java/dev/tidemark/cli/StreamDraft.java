package dev.tidemark.cli;

import dev.tidemark.config.Settings;
import dev.tidemark.config.UsageException;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.runtime.Project;
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
        try {
            List<String> before =
                    names(RouteFiles.read(routes, settings::find, kamelets).sources());
            if (Files.isDirectory(routes)) {
                for (Path each : RouteFiles.in(routes)) {
                    Files.copy(each, directory.resolve(each.getFileName()));
                }
            }
            Files.writeString(directory.resolve(file.getFileName()), text);
            List<String> added = new ArrayList<>();
            try (Project project = Project.read(directory, settings, kamelets, problems)) {
                added.addAll(names(project.sources()));
            }
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

    private static List<String> names(List<Source> sources) {
        return sources.stream().map(Source::name).toList();
    }
}
