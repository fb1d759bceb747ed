package dev.tidemark.runtime;

import dev.tidemark.reload.CheckedFile;
import dev.tidemark.reload.LoadedText;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.Source;
import dev.tidemark.route.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The route files of a project, checked one by one while it runs. */
public final class FileCheck {

    private final Project project;
    private final Collection<String> names;

    /** @param names the sources that run, see {@link SourceNames}; empty for all */
    public FileCheck(Project project, Collection<String> names) {
        this.project = project;
        this.names = List.copyOf(names);
    }

    /** Checks one route file in the same way as at the start, with the Kamelets and the configuration of the start. */
    public CheckedFile check(Path file) {
        RouteFiles read = project.read(file);
        List<String> problems = new ArrayList<>();
        read.problems().stream().map(Problem::toString).forEach(problems::add);
        problems.addAll(project.check().check(read.sources()));
        // A source may follow one of another file.
        List<Source> all = new ArrayList<>(read.sources());
        if (TimingCheck.follow(read.sources())) {
            all.addAll(RouteFiles.read(project.routes(), project.settings()::find, project.kamelets())
                    .sources());
        }
        problems.addAll(new TimingCheck(project.kamelets(), all).check(read.sources()));
        return checked(file, read, problems);
    }

    /** The route files as read and checked at the start. */
    public Map<Path, CheckedFile> atStart() {
        RouteFiles files = project.files();
        return files.paths().stream()
                .collect(Collectors.toMap(Function.identity(), file -> checked(file, files, List.of())));
    }

    private List<Source> wanted(RouteFiles read) {
        return read.sources().stream()
                .filter(source -> SourceNames.match(names, source.name()))
                .toList();
    }

    private CheckedFile checked(Path file, RouteFiles read, List<String> problems) {
        Map<String, String> parts = new LinkedHashMap<>(read.parts(file, wanted(read)));
        String rest = Objects.requireNonNull(parts.remove(""));
        return new CheckedFile(
                problems,
                wanted(read).stream()
                        .filter(source -> source.file().equals(file.toString()))
                        .toList(),
                read.routeIds(file),
                read.kinds(file),
                new LoadedText(rest, parts),
                read.useTemplates(file),
                read.templateFiles(file));
    }
}
