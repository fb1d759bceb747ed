package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application on Camel Main, which binds a pool of its own as {@code destination}. */
@Tag("guests")
final class MainGuestIT {

    private static final String PORT = "Vert.x HttpServer started on 127.0.0.1:(\\d+)";

    @Test
    void syncsIntoTheDatabaseOfAnApplicationOnCamelMain() throws Exception {
        Guest guest = Guest.build("main");
        try (GuestSync sync = new GuestSync(guest.path("target"), guest.java("target/app.jar"))) {
            sync.killInTheMiddle();
            try (Program app = sync.start()) {
                sync.expectAll(app);
                sync.expectOnlyChangesToBeWritten(app);
                assertThat(sync.get(app, PORT, "/observe/health")).contains("source:users", "source:users-keyset");
                assertThat(sync.get(app, PORT, "/observe/metrics"))
                        .containsPattern("tidemark_records_written_total\\{[^}]*source=\"users-keyset\"");
            }
        }
    }
}
