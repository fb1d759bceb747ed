package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of what {@link WrongUsageTest} tries, the simplest and the worst with the packaged program, and what only that can get wrong. */
final class WrongUsageIT {

    static Stream<Named<Mistake>> mistakes() {
        return Stream.of(
                Mistake.usage("unknown command", List.of("snyc"), "snyc", "sync"),
                Mistake.setting(
                        "cluster without its libraries", "tidemark.cluster", "kubernetes", "-Pkubernetes package"),
                named("several at once", Mistake.severalAtOnce()));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isSaidAndNothingIsContactedOrWritten(Mistake mistake, @TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.responding(200, "application/json", "{\"data\":[]}")) {
            Workplace workplace = mistake.in(directory, api.url());

            Ended end = workplace.run(mistake.command().toArray(String[]::new)).expect(2);

            mistake.requireSaid(end.err(), end.out(), end.time());
            assertThat(api.queries()).isEmpty();
            assertThat(workplace.path("data")).doesNotExist();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed(@TempDir Path directory) throws Exception {
        try (FakeApi api = FakeApi.silent()) {
            String port = api.url().replaceFirst(".*:", "");

            Ended end =
                    new Workplace(directory).run("playground", "--port", port).expect(2);

            assertThat(end.err()).contains(port, "is in use", "--port");
        }
    }
}
