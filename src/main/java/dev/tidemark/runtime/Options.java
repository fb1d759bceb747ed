package dev.tidemark.runtime;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that all commands share. */
public final class Options {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The directory of the sources (default: ${DEFAULT-VALUE}).")
    public Path routes = Path.of("routes");

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration (default: ${DEFAULT-VALUE}).")
    public Path config = Path.of("config", "application.properties");

    @Option(
            names = "-p",
            paramLabel = "key=value",
            description = "Sets a configuration key, overriding the file. May be repeated.")
    public Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--json", description = "Writes results as JSON objects, one per line.")
    public boolean json;
}
