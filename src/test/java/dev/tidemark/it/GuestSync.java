package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What every guest must do with the routes in {@code src/guests/routes}: the practice API, and a PostgreSQL of the guest's own. */
final class GuestSync implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RECORDS = 200;
    private static final int CHANGED = 3;

    private final Playground api;
    private final DatabaseKind.Address database = DatabaseKind.POSTGRESQL.create();
    private final List<UserTable> tables = new ArrayList<>();
    private final Path directory;
    private final List<String> command;

    /** With the command that starts the guest, in the directory where it is started. */
    GuestSync(Path directory, List<String> command) throws IOException, SQLException {
        this.directory = directory;
        this.command = command;
        api = Playground.start(PlaygroundOptions.defaults().withPort(0).withRecords(RECORDS));
        tables.add(new UserTable(database, "user"));
        tables.add(new UserTable(database, "user_keyset"));
    }

    Program start() throws IOException {
        return start("0");
    }

    /** Kills the guest when it has written a part; it must have been a part. */
    void killInTheMiddle() throws Exception {
        try (Program guest = start("300")) {
            for (UserTable table : tables) {
                await("a first chunk", guest, () -> table.rows() > 0);
            }
        }
        for (UserTable table : tables) {
            assertThat(table.rows()).isBetween(1L, RECORDS - 1L);
        }
    }

    /** Waits until the guest has written all that the API has, and compares it. */
    void expectAll(Program guest) throws Exception {
        for (UserTable table : tables) {
            await("all " + RECORDS + " rows", guest, () -> table.rows() == RECORDS);
            table.expectSameAs(api);
        }
    }

    /** Changes a few users, waits for them, and checks that no other row was written. */
    void expectOnlyChangesToBeWritten(Program guest) throws Exception {
        Set<User> users = new HashSet<>(User.all(api));
        List<Map<String, Long>> before = writers();
        api.touch(CHANGED);
        List<User> changed = User.all(api);
        changed.removeAll(users);
        assertThat(changed).hasSize(CHANGED);
        Set<String> keys = changed.stream().map(User::id).collect(Collectors.toSet());
        for (int i = 0; i < tables.size(); i++) {
            UserTable table = tables.get(i);
            Map<String, Long> old = before.get(i);
            await("the changed rows", guest, () -> rewritten(old, table.writers())
                    .containsAll(keys));
            table.expectSameAs(api);
            assertThat(rewritten(old, table.writers())).isEqualTo(keys);
        }
    }

    /** What the guest serves; its log says on which port, as the first group of the pattern. */
    String get(Program guest, String port, String path) throws Exception {
        Pattern pattern = Pattern.compile(port);
        await("the log has " + port, guest, () -> pattern.matcher(said(guest)).find());
        Matcher matcher = pattern.matcher(said(guest));
        assertThat(matcher.find()).isTrue();
        URI uri = URI.create("http://127.0.0.1:" + matcher.group(1) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private Program start(String pause) throws IOException {
        return Program.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.url(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "PLAYGROUND_URL", api.url(),
                        "HTTP_PORT", "0",
                        "PAUSE", pause),
                command);
    }

    private static void await(String what, Program guest, Callable<Boolean> condition) throws Exception {
        try {
            Eventually.await(what, PATIENCE, () -> {
                boolean ended = guest.endsWithin(Duration.ZERO);
                if (condition.call()) {
                    return true;
                }
                assertThat(ended).as("the guest has ended").isFalse();
                return false;
            });
        } catch (AssertionError e) {
            throw new AssertionError(what + "\n" + said(guest), e);
        }
    }

    private static String said(Program guest) throws IOException {
        return guest.out() + guest.err();
    }

    private List<Map<String, Long>> writers() throws SQLException {
        List<Map<String, Long>> all = new ArrayList<>();
        for (UserTable table : tables) {
            all.add(table.writers());
        }
        return all;
    }

    private static Set<String> rewritten(Map<String, Long> before, Map<String, Long> after) {
        return after.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws SQLException {
        for (UserTable table : tables) {
            table.close();
        }
        api.close();
    }
}
