package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of what {@code run} serves. */
final class HealthSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.management.uploadEnabled | true | camel.management.uploadEnabled is not a known key",
                "camel.management.port | http | `http`, not a whole number from 0 to 65535",
                "camel.management.port | 70000 | `70000`, not a whole number from 0 to 65535",
                "camel.management.enabled | yes | neither true nor false",
                "tidemark.health.maxFailures | 0 | not a whole number from 1 to 100",
                "tidemark.health.maxFailures | 101 | not a whole number from 1 to 100",
                "tidemark.health.maxStaleness | soon | not a time such as",
                "tidemark.health.maxStaleness | 0 | not a time such as",
                "tidemark.health.user.maxFailures | 3 | unknown source `user`; did you mean `users`?",
                "tidemark.health.retries | 3 | tidemark.health.maxFailures or tidemark.health.maxStaleness"
            })
    void aWrongSettingIsRefused(String key, String value, String told, @TempDir Path directory) throws Exception {
        Workplace workplace = new Workplace(directory)
                .route(
                        "users.yaml",
                        UserSource.of("users", "http://127.0.0.1:1").toString());

        assertThat(workplace.call("check", "-p", key + "=" + value).expect(2).err())
                .contains(told);
    }
}
