package dev.tidemark.cli;

import dev.tidemark.config.ForeignConfiguration;
import dev.tidemark.config.PropertyFile;
import dev.tidemark.config.Settings;
import dev.tidemark.config.UsageException;
import dev.tidemark.http.Clients;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.RouteText;
import dev.tidemark.route.StreamText;
import dev.tidemark.route.kamelet.Kamelets;
import dev.tidemark.runtime.BrokerCheck;
import dev.tidemark.runtime.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the route file of a new source. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Writes a route file for a new source, with a description of every parameter. Never overwrites"
                + " a file.")
final class NewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "NAME", description = "The name of the source, of its route and of the file.")
    private String name = "";

    @Option(names = "--strategy", paramLabel = "S", description = "How the source finds new records.")
    private @Nullable String strategy;

    @Option(names = "--url", paramLabel = "U", description = "The address of the API.")
    private @Nullable String url;

    @Option(names = "--table", paramLabel = "T", description = "The table to write (default: NAME).")
    private @Nullable String table;

    @Option(
            names = "--set",
            paramLabel = "parameter=value",
            description = "Sets another parameter of the strategy. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Reads options that are not given otherwise from a JSON file with the keys strategy, base_url,"
                            + " page_size, initial_id, step_size, max_id, buffer_hours.")
    private @Nullable Path from;

    @Option(
            names = "--template",
            description = "Writes a route template NAME for the streams of an API, and its first stream: the last part"
                    + " of the URL.")
    private boolean template;

    @Option(
            names = "--from-template",
            paramLabel = "T",
            description = "Adds the stream NAME to the file of the route template T; --set sets parameters of T.")
    private @Nullable String fromTemplate;

    @Override
    public Integer call() {
        if (fromTemplate != null) {
            return addStream(fromTemplate);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("source", name);
        String given = from == null ? null : ForeignConfiguration.read(from, all);
        if (url != null) {
            all.put("url", url);
        }
        all.putAll(parameters);
        String chosen = strategy == null ? given : strategy;
        if (chosen == null) {
            throw new UsageException(List.of("--strategy is missing; see docs/strategies.md for the choice"));
        }
        Path file = options.routes.resolve(name + ".yaml");
        if (Files.exists(file)) {
            throw new UsageException(List.of(file + " already exists and was not changed; choose another name"));
        }
        Kamelets kamelets = Kamelets.read(options.routes);
        try {
            if (template) {
                return writeTemplate(file, kamelets, chosen);
            }
            String text = RouteText.of(kamelets, name, chosen, all, table == null ? name : table);
            new RouteDraft(name, text).check(settings(all), kamelets, options.routes);
            Files.createDirectories(options.routes);
            Files.writeString(file, text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrote(file, name);
    }

    private int wrote(Path file, String source) {
        if (!options.json) {
            String first = isConfigured()
                    ? "now: "
                    : options.config + " does not exist yet; create it (`" + PropertyFile.SMALLEST + "` is enough to"
                            + " start), then: ";
            spec.commandLine()
                    .getOut()
                    .println("Wrote " + file + "; " + first + "./tidemark sync " + source + " --dry-run");
        }
        return 0;
    }

    private int writeTemplate(Path file, Kamelets kamelets, String chosen) throws IOException {
        if (url == null || !url.matches(".*[^/]/[^/]+")) {
            throw new UsageException(List.of(
                    "--url is missing the address of the first stream, such as https://api.example.com/orders"));
        }
        // Refuses an unknown strategy.
        RouteText.of(kamelets, name, chosen, parameters, name);
        String stream = url.substring(url.lastIndexOf('/') + 1);
        String text =
                StreamText.ofTemplate(name, chosen, url, parameters) + StreamText.stream(name, stream(name, stream));
        String source = new StreamDraft(options.routes, file, text).check(settings(parameters), kamelets, name);
        Files.createDirectories(options.routes);
        Files.writeString(file, text);
        return wrote(file, source);
    }

    private int addStream(String of) {
        try {
            Kamelets kamelets = Kamelets.read(options.routes);
            StreamText.Template known = StreamText.find(options.routes, of);
            Path file = known.file();
            Map<String, String> given = new LinkedHashMap<>();
            given.put(known.nameParameter(), name);
            if (table != null || known.has("table")) {
                given.put("table", tableOf(of, name));
            }
            if (url != null) {
                given.put("url", url);
            }
            given.putAll(parameters);
            String text = Files.readString(file);
            String more = (text.endsWith("\n") ? text : text + "\n") + StreamText.stream(of, given);
            String source = new StreamDraft(options.routes, file, more).check(settings(given), kamelets, of);
            Files.writeString(file, more);
            return wrote(file, source);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parameters of a stream that have no default in a template of {@code new}. */
    private Map<String, String> stream(String of, String stream) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("stream", stream);
        own.put("table", tableOf(of, stream));
        return own;
    }

    private String tableOf(String of, String stream) {
        return table == null ? of + "_" + stream : table;
    }

    private boolean isConfigured() {
        return Files.exists(options.config)
                || spec.commandLine().getParseResult().hasMatchedOption("--config");
    }

    /** Without a configuration, the databases, the client and the broker that the source needs are assumed to exist. */
    private Settings settings(Map<String, String> given) {
        if (isConfigured()) {
            return Settings.read(options.config, options.overrides);
        }
        Map<String, String> assumed = new LinkedHashMap<>();
        for (String database :
                List.of(Databases.DESTINATION, given.getOrDefault("dataSource", Databases.DESTINATION))) {
            assumed.put(Databases.PREFIX + database + ".url", "jdbc:h2:mem:none");
        }
        assumed.put(Clients.PREFIX + given.getOrDefault("client", Clients.DEFAULT) + ".auth", "none");
        assumed.put(BrokerCheck.KEY, "localhost:9092");
        assumed.putAll(options.overrides);
        return Settings.without(options.config, assumed);
    }
}
