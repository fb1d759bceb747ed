package dev.tidemark.cli;

import dev.tidemark.cluster.Cluster;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.route.Source;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tries to reach all that a setup names: each database by a connection, each API's host and port by a socket. */
final class Connections {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Setup setup;

    Connections(Setup setup) {
        this.setup = setup;
    }

    /**
     * Tries.
     *
     * @param warnings gets a sentence for each database that cannot be reached and that no source of the routes names
     * @return a sentence for each other thing that cannot be reached
     */
    List<String> check(List<String> warnings) {
        List<String> faults = new ArrayList<>(Cluster.refusals(setup.cluster()));
        Set<String> used = setup.used();
        // Those may be made.
        Set<String> written = setup.written();
        written.add(setup.databases().stateName());
        for (String name : setup.databases().names()) {
            List<String> reported = used.contains(name) ? faults : warnings;
            String unused = used.contains(name) ? "" : ", which no source uses";
            Optional<Path> missing = written.contains(name)
                    ? Optional.empty()
                    : DatabaseFile.missing(String.valueOf(setup.settings().find(Databases.PREFIX + name + ".url")));
            if (missing.isPresent()) {
                reported.add("cannot connect to the database " + name + unused + ": the file " + missing.get()
                        + " does not exist");
                continue;
            }
            try (Connection connection =
                    Objects.requireNonNull(setup.databases().find(name)).getConnection()) {
                connection.getMetaData();
            } catch (SQLException | RuntimeException e) {
                reported.add("cannot connect to the database " + name + unused + ": " + Explanation.of(e));
            }
        }
        Map<String, Source> byUrl = new TreeMap<>();
        setup.sources().forEach(source -> {
            String url = source.from().parameters().get("url");
            if (url != null) {
                byUrl.putIfAbsent(url, source);
            }
        });
        faults.addAll(BrokerCheck.unreachable(setup));
        byUrl.forEach((url, source) -> {
            URI uri = URI.create(url);
            int port = uri.getPort() > 0 ? uri.getPort() : url.startsWith("https") ? 443 : 80;
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(uri.getHost(), port), TIMEOUT_MILLIS);
            } catch (IOException e) {
                faults.add(source.file() + ":" + source.line() + ": source " + source.name() + ": cannot reach "
                        + uri.getHost() + ":" + port + ": " + Explanation.of(e));
            }
        });
        return faults;
    }
}
