package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.route.ReadFault;
import dev.tidemark.route.Source;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.StoredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the states of sources. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Stores the states in a JSON document of `state export`: all of them, or none.")
final class StateImportCommand implements Callable<Integer> {

    static final String STRATEGY = "strategy";
    static final String CURSOR_FIELD = "cursorField";
    static final String STATE = "state";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options = new Options();

    @Mixin
    private LeaseGuard guard = new LeaseGuard();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The document (default: what stdin gives).")
    private @Nullable Path file;

    @Override
    public Integer call() {
        try (Project setup = Project.read(options)) {
            String name = file == null ? "stdin" : file.toString();
            Map<String, StoredState> wanted = read(setup, name, document(name));
            new StatesElsewhere(setup).refuse(wanted.keySet());
            JdbcStateRepository states = setup.states();
            states.createTable();
            guard.requireFree(setup, wanted.keySet());
            states.setAll(wanted);
            if (!options.json) {
                spec.commandLine().getOut().println("Stored " + Counted.of(wanted.size(), "state"));
            }
            return 0;
        }
    }

    private ObjectNode document(String name) {
        String text;
        try {
            text = file == null ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(List.of(name + " cannot be read: " + ReadFault.of(e)));
        }
        try {
            return JdbcStateRepository.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(name + " holds no JSON object such as `state export` writes"));
        }
    }

    private static Map<String, StoredState> read(Project setup, String name, ObjectNode document) {
        List<String> problems = new ArrayList<>();
        Map<String, StoredState> states = new TreeMap<>();
        document.properties().forEach(entry -> {
            try {
                Source source = setup.sources(List.of(entry.getKey())).get(0);
                states.put(source.name(), read(setup, name, source, entry.getValue()));
            } catch (UsageException e) {
                problems.addAll(e.problems());
            }
        });
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return states;
    }

    private static StoredState read(Project setup, String name, Source source, JsonNode entry) {
        if (!(entry.get(STATE) instanceof ObjectNode state)) {
            throw new UsageException(List.of(source.name() + " has no `" + STATE + "` that is a JSON object"));
        }
        String strategy = entry.path(STRATEGY).asText();
        if (!strategy.equals(source.strategy())) {
            throw new UsageException(List.of(source.name() + " has a state of the strategy `" + strategy
                    + "`, and its route says " + source.strategy()));
        }
        new StateArgument(setup, source).requireState(name + ": " + source.name(), state);
        return new StoredState(strategy, entry.path(CURSOR_FIELD).textValue(), state, 0);
    }
}
