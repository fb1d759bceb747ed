package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application on Spring Boot with {@code spring.datasource} and nothing of ours in its configuration. */
@Tag("guests")
final class SpringBootGuestIT {

    private static final String PORT = "Tomcat started on port (\\d+)";

    @Test
    void syncsIntoTheDatabaseOfAnApplicationOnSpringBoot() throws Exception {
        Guest guest = Guest.build("spring-boot");
        try (GuestSync sync = new GuestSync(guest.path("target"), guest.java("target/app.jar"))) {
            sync.killInTheMiddle();
            try (Program app = sync.start()) {
                sync.expectAll(app);
                sync.expectOnlyChangesToBeWritten(app);
                assertThat(sync.get(app, PORT, "/actuator/health")).contains("source:users", "source:users-keyset");
                assertThat(sync.get(app, PORT, "/actuator/prometheus"))
                        .containsPattern("tidemark_records_written_total\\{[^}]*source=\"users-keyset\"");
            }
        }
    }
}
