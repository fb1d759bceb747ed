package dev.tidemark.cli;

import dev.tidemark.config.UsageException;
import dev.tidemark.playground.Credentials;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.route.yaml.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Serves the practice API. */
@Command(
        name = "playground",
        mixinStandardHelpOptions = true,
        description = "Serves the practice API on 127.0.0.1 until stopped.")
final class PlaygroundCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TidemarkCommand program;

    @Option(names = "--port", paramLabel = "N", description = "The port (default: 5001; 0 for a free one).")
    private int port = PlaygroundOptions.defaults().port();

    @Option(names = "--records", paramLabel = "N", description = "The number of users (default: 200).")
    private int records = PlaygroundOptions.defaults().records();

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the generated data.")
    private long seed = PlaygroundOptions.defaults().seed();

    @Option(names = "--ties", description = "Gives many records the same updatedAt.")
    private boolean ties;

    @Option(names = "--gaps", description = "Leaves gaps in the numbers of /incremental/step.")
    private boolean gaps;

    @Option(names = "--latency", paramLabel = "TIME", description = "The delay before each response, such as 50ms.")
    private String latency = "0";

    @Option(names = "--rate-limit", description = "Responds with 429 to more than --capacity requests at a time.")
    private boolean rateLimit;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "The number of requests that --rate-limit allows (default: 20).")
    private int capacity = 20;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (Playground playground = start()) {
            program.shutdown().stops(stopped::countDown);
            spec.commandLine().getOut().println("Playground with " + records + " users at " + playground.url());
            spec.commandLine().getOut().println(logins(playground.credentials()));
            spec.commandLine().getOut().flush();
            stopped.await();
        }
        return 0;
    }

    private static String logins(Credentials credentials) {
        return "For /auth/* (/shop/*: the bearer token): user " + credentials.username() + ", password "
                + credentials.password() + ", bearer token " + credentials.bearerToken() + ", API key "
                + credentials.apiKey();
    }

    private Playground start() {
        try {
            return Playground.start(new PlaygroundOptions(port, records, seed, ties, gaps, latency(), allowed()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UsageException(List.of("the playground cannot listen on port" + " " + port + " (" + e.getMessage()
                    + "); choose another with --port"));
        }
    }

    private int allowed() {
        if (capacity < 1) {
            throw new UsageException(List.of("capacity must be 1 or more, not " + capacity));
        }
        return rateLimit ? capacity : 0;
    }

    private Duration latency() {
        if (!DurationText.isValid(latency)) {
            throw new UsageException(List.of("--latency `" + latency + "` is not a duration such as 50ms or 2s"));
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(latency));
    }
}
