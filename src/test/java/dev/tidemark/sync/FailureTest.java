package dev.tidemark.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** The message that a user sees of a failure. */
class FailureTest {

    @Test
    void aPoolThatIsUsedUpIsNotADatabaseThatCannotBeReached() {
        assertThat(pool("total=10, active=10, idle=0, waiting=3"))
                .contains("poolSize")
                .doesNotContain("cannot connect");
        assertThat(pool("total=0, active=0, idle=0, waiting=3")).contains("cannot connect");
    }

    private static String pool(String counts) {
        return Failure.text(new CannotGetJdbcConnectionException(
                "Failed to obtain JDBC Connection",
                new SQLTransientConnectionException(
                        "x - Connection is not available, request timed out after 30000ms (" + counts + ")")));
    }
}
