package dev.tidemark.cli;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.Source;
import dev.tidemark.runtime.BrokerCheck;
import dev.tidemark.runtime.Project;
import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks the connections of a project: to each database by a connection, to each API's host and port by a socket. */
final class Connections {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Project project;
    private final List<Source> sources;

    /** @param sources those whose APIs are checked */
    Connections(Project project, List<Source> sources) {
        this.project = project;
        this.sources = sources;
    }

    /**
     * Checks all connections.
     *
     * @param warnings receives a message for each unreachable database that no source uses
     * @return a message for each other unreachable endpoint
     */
    List<String> check(List<String> warnings) {
        List<String> faults = new ArrayList<>(Cluster.refusals(project.config().cluster()));
        // The sinks may create these databases.
        Set<String> written = project.written();
        written.add(project.config().databases().stateName());
        Set<String> used = new HashSet<>(written);
        project.sources().forEach(source -> used.add(project.value(source.from(), "dataSource")));
        for (String name : project.config().databases().names()) {
            List<String> reported = used.contains(name) ? faults : warnings;
            String unused = used.contains(name) ? "" : ", which no source uses";
            Optional<Path> missing = written.contains(name)
                    ? Optional.empty()
                    : DatabaseFile.missing(String.valueOf(project.settings().find(Databases.PREFIX + name + ".url")));
            if (missing.isPresent()) {
                reported.add("cannot connect to the database " + name + unused + ": the file" + " " + missing.get()
                        + " does not exist");
                continue;
            }
            try (Connection connection = Objects.requireNonNull(
                            project.config().databases().find(name))
                    .getConnection()) {
                connection.getMetaData();
            } catch (SQLException | RuntimeException e) {
                reported.add("cannot connect to the database " + name + unused + ": " + Failure.innermost(e));
            }
        }
        Map<String, Source> byUrl = new TreeMap<>();
        sources.forEach(source -> {
            String url = source.from().parameters().get("url");
            if (url != null) {
                byUrl.putIfAbsent(url, source);
            }
        });
        faults.addAll(BrokerCheck.unreachable(project));
        byUrl.forEach((url, source) -> {
            URI uri = URI.create(url);
            int port = uri.getPort() > 0 ? uri.getPort() : url.startsWith("https") ? 443 : 80;
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(uri.getHost(), port), TIMEOUT_MILLIS);
            } catch (IOException e) {
                faults.add(source.file() + ":" + source.line() + ": source " + source.name() + ": cannot reach "
                        + uri.getHost() + ":" + port + ": " + Failure.innermost(e));
            }
        });
        return faults;
    }
}
