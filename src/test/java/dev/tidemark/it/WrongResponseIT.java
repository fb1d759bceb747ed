package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.ClosedPort;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot be reached, with the packaged program. */
final class WrongResponseIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    @Test
    void aDatabaseThatCannotBeReachedIsNamed(@TempDir Path directory) throws Exception {
        try (ClosedPort closed = new ClosedPort();
                FakeApi api = FakeApi.responding(200, "application/json", "{\"data\":[]}")) {
            Workplace workplace = new Workplace(directory)
                    .database("jdbc:h2:tcp://127.0.0.1:" + closed.number() + "/./x")
                    .set("tidemark.datasource.destination.password", "canary")
                    .route("users.yaml", UserSource.of("users", api.url()).toString());

            for (String[] command : new String[][] {{"sync"}, {"state", "list"}, {"check", "--connect"}}) {
                Ended end = workplace.run(command).expect(1);

                assertThat(end.said())
                        .contains("127.0.0.1:" + closed.number(), "database")
                        .doesNotContain("canary");
                assertThat(end.time()).isLessThan(SOON);
            }
            assertThat(api.queries()).isEmpty();
        }
    }
}
