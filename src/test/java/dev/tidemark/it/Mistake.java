package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;

/**
 * Something that a user did to a workplace in which everything was right.
 *
 * @param command what is run
 * @param says what the message must hold
 */
record Mistake(Spoil spoil, List<String> command, List<String> says) {

    private static final Duration SOON = Duration.ofMinutes(3);

    interface Spoil {
        void spoil(Workplace workplace, UserSource users) throws Exception;
    }

    /** Makes it in a workplace that asks that API. */
    Workplace in(Path directory, String url) throws Exception {
        Workplace workplace = new Workplace(directory);
        UserSource users = UserSource.of("users", url);
        workplace.route("users.yaml", users.toString());
        spoil.spoil(workplace, users);
        return workplace;
    }

    /** Mistakes in two route files and in the configuration. */
    static Mistake severalAtOnce() {
        Spoil spoil = (workplace, users) -> {
            workplace.route(
                    "users.yaml",
                    users.with("chunkSize", "many").with("cursorFeild", "x").toString());
            workplace.route(
                    "other.yaml",
                    UserSource.of("other", "http://127.0.0.1:1")
                            .strategy("timestmap")
                            .toString());
            workplace.set("tidemark.datasource.destination.poolSize", "0");
        };
        return new Mistake(
                spoil,
                List.of("sync"),
                List.of("users.yaml", "many", "cursorFeild", "other.yaml", "timestmap", "poolSize"));
    }

    /** Checks that a message says it, at once and on stderr, and nothing that is secret. */
    void requireSaid(String text, String out, Duration time) {
        assertThat(text).contains(says).doesNotContain("canary");
        assertThat(out).isEmpty();
        assertThat(time).isLessThan(SOON);
    }

    static Named<Mistake> usage(String name, List<String> command, String... says) {
        return mistake(name, (workplace, users) -> {}, command, says);
    }

    static Named<Mistake> route(String name, UnaryOperator<UserSource> change, String... says) {
        return mistake(
                name,
                (workplace, users) ->
                        workplace.route("users.yaml", change.apply(users).toString()),
                List.of("sync"),
                says);
    }

    static Named<Mistake> client(String name, String key, String value, String... says) {
        return setting("client: " + name, "tidemark.client.default." + key, value, says);
    }

    static Named<Mistake> setting(String name, String key, String value, String... says) {
        return mistake(name, (workplace, users) -> workplace.set(key, value), List.of("sync"), says);
    }

    static Named<Mistake> mistake(String name, Spoil spoil, List<String> command, String... says) {
        return named(name, new Mistake(spoil, command, List.of(says)));
    }
}
