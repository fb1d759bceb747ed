package dev.tidemark.runtime;

import dev.tidemark.config.Settings;
import dev.tidemark.route.Source;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks that there is a Kafka broker for sources with distributed ranges. */
public final class BrokerCheck {

    /** The configuration key of the brokers. */
    public static final String KEY = "camel.component.kafka.brokers";

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int KAFKA_PORT = 9092;

    private static final Set<String> WITH_RANGES =
            Set.of("incremental-step-size-source", "incremental-key-based-source");

    private BrokerCheck() {}

    /** A message for each source that needs a broker when none is configured. */
    static List<String> missing(List<Source> sources, Settings settings) {
        return settings.find(KEY) != null
                ? List.of()
                : withRanges(sources).stream()
                        .map(source -> new Problem(
                                        source.file() + ":" + source.line(),
                                        "source " + source.name() + " has ranges, and " + KEY
                                                + " is not set; set it to HOST:PORT")
                                .toString())
                        .toList();
    }

    /** Messages when none of the configured brokers can be reached by a socket. */
    public static List<String> unreachable(Project project) {
        String brokers = new Placeholders(project.settings()::find)
                .resolve(String.valueOf(project.settings().find(KEY)))
                .text();
        if (withRanges(project.sources()).isEmpty() || brokers == null) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (String broker : brokers.split(",")) {
            String[] parts = broker.strip().split(":", 2);
            try (Socket socket = new Socket()) {
                int port = parts.length == 1 ? KAFKA_PORT : Integer.parseInt(parts[1]);
                socket.connect(new InetSocketAddress(parts[0], port), TIMEOUT_MILLIS);
                return List.of();
            } catch (IOException | IllegalArgumentException e) {
                faults.add("no Kafka broker responds at " + broker.strip() + " (" + KEY + "): " + Failure.innermost(e));
            }
        }
        return faults;
    }

    private static List<Source> withRanges(List<Source> sources) {
        return sources.stream()
                .filter(source -> WITH_RANGES.contains(source.from().kamelet())
                        && !source.from()
                                .parameters()
                                .getOrDefault("ranges", "")
                                .isEmpty())
                .toList();
    }
}
