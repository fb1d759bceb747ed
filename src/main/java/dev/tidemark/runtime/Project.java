package dev.tidemark.runtime;

import dev.tidemark.cluster.ClusterSettings;
import dev.tidemark.config.Management;
import dev.tidemark.config.Settings;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.observe.RejectCounts;
import dev.tidemark.observe.StatusReader;
import dev.tidemark.observe.WatchedSource;
import dev.tidemark.reload.CheckedFile;
import dev.tidemark.route.RouteFiles;
import dev.tidemark.route.Source;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.sink.RejectExpiry;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.ProcessName;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.sync.Leases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.util.TimeUtils;

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

    /** @throws UsageException with all problems, when there are any */
    public static Project read(Options options) {
        return read(options, Map.of());
    }

    /** @param commandKeys the keys that the command itself overrides */
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
        Settings settings = Settings.read(options.config, overrides);
        TidemarkConfig config = TidemarkConfig.read(settings, problems);
        Kamelets kamelets = Kamelets.read(options.routes);
        RouteFiles files = RouteFiles.read(options.routes, settings::find, kamelets);
        files.problems().stream().map(Problem::toString).forEach(problems::add);
        SourceCheck check = new SourceCheck(
                kamelets, config.databases(), Clients.names(settings.all().keySet()));
        problems.addAll(check.check(files.sources()));
        problems.addAll(BrokerCheck.missing(files.sources(), settings));
        config.health().unknown(files.sources().stream().map(Source::name).toList()).stream()
                .map(settings::located)
                .forEach(problems::add);
        return new Project(options.routes, settings, config, check, files, kamelets);
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

    public Databases databases() {
        return config.databases();
    }

    public ClusterSettings cluster() {
        return config.cluster();
    }

    /** Clients for one run of routes, which closes them. */
    Clients clients() {
        return config.clients();
    }

    /** The states of the sources. */
    public JdbcStateRepository states() {
        return new JdbcStateRepository(stateDatabase());
    }

    /** The table of leases, which shows which process syncs a source. */
    LeaseTable leases() {
        return new LeaseTable(stateDatabase(), ProcessName.own(), LeaseTable.TERM);
    }

    /** Leases for the syncs of a command. They have their own connection, so that no sync delays them. */
    public Leases newLeases() {
        DataSource database = Objects.requireNonNull(databases().stateAlone());
        return new Leases(new LeaseTable(database, ProcessName.own(), LeaseTable.TERM), LeaseTable.TERM);
    }

    /** The history of past syncs. */
    SyncHistory history() {
        return new SyncHistory(stateDatabase(), config.retention().syncs());
    }

    /**
     * The reader of the sources' status.
     *
     * @param patience the maximum wait for a database without state
     */
    public StatusReader statusReader(Duration patience) {
        return new StatusReader(states(), history(), leases(), new RejectCounts(writtenDatabases(), patience));
    }

    /** Deletes rejects that are older than the configured time. */
    RejectExpiry rejectExpiry() {
        return new RejectExpiry(writtenDatabases(), config.retention().rejects(), InstantSource.system());
    }

    private List<DataSource> writtenDatabases() {
        return written().stream()
                .map(name -> databases().find(name))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The sources with the settings for their status. */
    public List<WatchedSource> watched(List<Source> some) {
        return some.stream()
                .map(source -> new WatchedSource(
                        source.name(),
                        source.strategy(),
                        period(source),
                        config.health().limits(source.name(), period(source)),
                        check.findStrategy(source).orElse(null)))
                .toList();
    }

    /** The settings of the server of `run`. */
    public Management management() {
        return config.management();
    }

    /** The Kamelets with a parameter for the number of syncs. */
    Set<String> repeatable() {
        return kamelets.having("repeatCount");
    }

    /** Whether the source's Kamelet exists and has a period. */
    public boolean hasPeriod(Source source) {
        return kamelets.value(source.from(), "period") != null;
    }

    /** The time between two starts of a source. */
    public Duration period(Source source) {
        return Duration.ofMillis(
                TimeUtils.toMilliSeconds(Objects.requireNonNull(kamelets.value(source.from(), "period"))));
    }

    /** The names of the databases that rows are written to. */
    public Set<String> written() {
        Set<String> names = new TreeSet<>(Set.of(Databases.DESTINATION));
        sources().stream()
                .flatMap(source -> source.sinks().stream())
                .map(this::database)
                .forEach(names::add);
        return names;
    }

    /** The names of the databases that the sources read, that sinks write, and that hold the state. */
    public Set<String> used() {
        Set<String> names = written();
        names.add(databases().stateName());
        sources().stream().map(Source::from).map(this::database).forEach(names::add);
        return names;
    }

    /** The name of the database that a sink writes to or a source reads; empty when there is none. */
    public String database(KameletUse sink) {
        return value(sink, "dataSource");
    }

    /** The value of a parameter, or its default; empty when it has neither. */
    public String value(KameletUse use, String parameter) {
        return Objects.requireNonNullElse(kamelets.value(use, parameter), "");
    }

    private DataSource stateDatabase() {
        return Objects.requireNonNull(databases().state());
    }

    public SourceCheck check() {
        return check;
    }

    /** Checks one route file in the same way as at the start, with the Kamelets and the configuration of the start. */
    public CheckedFile check(Path file) {
        RouteFiles read = RouteFiles.readOne(file, settings::find, kamelets);
        List<String> problems = new ArrayList<>();
        read.problems().stream().map(Problem::toString).forEach(problems::add);
        problems.addAll(check.check(read.sources()));
        return checked(file, read, read.texts(read.sources()), problems);
    }

    /** The route files as read and checked at the start. */
    public Map<Path, CheckedFile> checked() {
        Map<Path, String> texts = files.texts(files.sources());
        return files.paths().stream()
                .collect(Collectors.toMap(Function.identity(), file -> checked(file, files, texts, List.of())));
    }

    private static CheckedFile checked(Path file, RouteFiles read, Map<Path, String> texts, List<String> problems) {
        return new CheckedFile(
                problems,
                read.sources().stream()
                        .filter(source -> source.file().equals(file.toString()))
                        .toList(),
                read.routeIds(file),
                read.kinds(file),
                texts.getOrDefault(file, ""),
                read.useTemplates(file));
    }

    public List<Source> sources() {
        return files.sources();
    }

    /**
     * The sources with these names; all sources when there are no names.
     *
     * @throws UsageException when a name is unknown
     */
    public List<Source> sources(Collection<String> names) {
        List<Source> sources = sources();
        Set<String> known = sources.stream().map(Source::name).collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown = names.stream()
                .filter(name -> !known.contains(name))
                .map(name -> "unknown source `" + name + "` in " + routes + "; known sources are " + known)
                .toList();
        if (sources.isEmpty()) {
            throw new UsageException(List.of("no route in " + routes + " starts with kamelet:incremental-...-source"));
        }
        if (!unknown.isEmpty()) {
            throw new UsageException(unknown);
        }
        return sources.stream()
                .filter(source -> names.isEmpty() || names.contains(source.name()))
                .toList();
    }

    @Override
    public void close() {
        config.databases().close();
    }
}
