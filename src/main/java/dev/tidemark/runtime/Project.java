package dev.tidemark.runtime;

import dev.tidemark.config.Settings;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The routes and configuration of a command, read and checked before anything is contacted. */
public final class Project implements AutoCloseable {

    private final Path routes;
    private final Settings settings;
    private final TidemarkConfig config;
    private final SourceCheck check;
    private final RouteFiles files;
    private final Kamelets kamelets;

    private Project(
            Path routes,
            Settings settings,
            TidemarkConfig config,
            SourceCheck check,
            RouteFiles files,
            Kamelets kamelets) {
        this.routes = routes;
        this.settings = settings;
        this.config = config;
        this.check = check;
        this.files = files;
        this.kamelets = kamelets;
    }

    /**
     * Reads the project.
     *
     * @param commandKeys the keys that the command itself overrides
     * @throws UsageException with all problems, when there are any
     */
    public static Project read(Options options, Map<String, String> commandKeys) {
        List<String> problems = new ArrayList<>();
        Project project = read(options, commandKeys, problems);
        if (!problems.isEmpty()) {
            project.close();
            throw new UsageException(problems);
        }
        return project;
    }

    /**
     * Reads the project for a command that needs only the state's database: other mistakes do not matter.
     *
     * @param problems receives all problems
     * @throws UsageException with all problems, when they leave in doubt which database holds the state
     */
    public static Project readForState(Options options, List<String> problems) {
        Project project = read(options, Map.of(), problems);
        if (!project.config.stateKnown()) {
            project.close();
            throw new UsageException(problems);
        }
        return project;
    }

    private static Project read(Options options, Map<String, String> commandKeys, List<String> problems) {
        Map<String, String> overrides = new LinkedHashMap<>(options.overrides);
        overrides.putAll(commandKeys);
        return read(options.routes, Settings.read(options.config, overrides), Kamelets.read(options.routes), problems);
    }

    /**
     * Reads the routes of a directory.
     *
     * @param problems receives all problems; with any, only the sources may be used
     */
    public static Project read(Path routes, Settings settings, Kamelets kamelets, List<String> problems) {
        TidemarkConfig config = TidemarkConfig.read(settings, problems);
        RouteFiles files = RouteFiles.read(routes, settings::find, kamelets);
        files.problems().stream().map(Problem::toString).forEach(problems::add);
        SourceCheck check = new SourceCheck(
                kamelets, config.databases(), Clients.names(settings.all().keySet()));
        problems.addAll(check.check(files.sources()));
        problems.addAll(new TimingCheck(kamelets, files.sources()).check(files.sources()));
        problems.addAll(BrokerCheck.missing(files.sources(), settings));
        config.health().unknown(files.sources().stream().map(Source::name).toList()).stream()
                .map(settings::located)
                .forEach(problems::add);
        return new Project(routes, settings, config, check, files, kamelets);
    }

    public Path routes() {
        return routes;
    }

    /** The text that Camel loads for each route file, so that these sources run. */
    Map<Path, String> texts(Collection<Source> wanted) {
        return files.texts(wanted);
    }

    public Settings settings() {
        return settings;
    }

    public TidemarkConfig config() {
        return config;
    }

    /** Tidemark's own tables in the databases of the project. */
    public OwnTables tables() {
        return new OwnTables(config, written());
    }

    /** When its sources are due, and what is watched of them. */
    public SourceTimings timings() {
        return new SourceTimings(kamelets, config.health(), check, sources());
    }

    /** The Kamelets with a parameter for the number of syncs. */
    Set<String> repeatable() {
        return kamelets.having("repeatCount");
    }

    /** The names of the databases that rows are written to. */
    public Set<String> written() {
        Set<String> names = new TreeSet<>(Set.of(Databases.DESTINATION));
        sources().stream()
                .flatMap(source -> source.sinks().stream())
                .map(sink -> value(sink, "dataSource"))
                .forEach(names::add);
        return names;
    }

    /** The value of a parameter, or its default; empty when it has neither. */
    public String value(KameletUse use, String parameter) {
        return Objects.requireNonNullElse(kamelets.value(use, parameter), "");
    }

    public SourceCheck check() {
        return check;
    }

    Kamelets kamelets() {
        return kamelets;
    }

    RouteFiles files() {
        return files;
    }

    /** Reads one route file with the Kamelets and the configuration of the start. */
    RouteFiles read(Path file) {
        return RouteFiles.readOne(file, settings::find, kamelets);
    }

    public List<Source> sources() {
        return files.sources();
    }

    /**
     * The sources with these names or patterns; without names, all sources.
     *
     * @throws UsageException when a name is unknown, and when the routes have no source
     */
    public List<Source> sources(Collection<String> names) {
        List<Source> sources = sources();
        if (sources.isEmpty()) {
            throw new UsageException(List.of("no route in " + routes + " starts with kamelet:incremental-...-source"));
        }
        Set<String> found = SourceNames.of(this, List.of()).find(names);
        return sources.stream()
                .filter(source -> names.isEmpty() || found.contains(source.name()))
                .toList();
    }

    @Override
    public void close() {
        config.databases().close();
    }
}
