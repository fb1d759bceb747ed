package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application on Camel Quarkus, in a JVM, with {@code quarkus.datasource}. */
@Tag("guests")
final class QuarkusGuestIT {

    private static final String PORT = "Listening on: http://127.0.0.1:(\\d+)";

    @Test
    void syncsIntoTheDatabaseOfAnApplicationOnQuarkus() throws Exception {
        Guest guest = Guest.build("quarkus");
        try (GuestSync sync = new GuestSync(guest.path("target"), guest.java("target/quarkus-app/quarkus-run.jar"))) {
            sync.killInTheMiddle();
            try (Program app = sync.start()) {
                sync.expectAll(app);
                sync.expectOnlyChangesToBeWritten(app);
                assertThat(sync.get(app, PORT, "/q/health")).contains("source:users", "source:users-keyset");
                assertThat(sync.get(app, PORT, "/q/metrics"))
                        .containsPattern("tidemark_records_written_total\\{[^}]*source=\"users-keyset\"");
            }
        }
    }
}
