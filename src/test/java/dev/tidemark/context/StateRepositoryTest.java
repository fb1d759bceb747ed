package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose state is kept in a repository that is not Tidemark's. */
class StateRepositoryTest {

    private static final List<Map<String, Object>> RECORDS = List.of(
            Map.of("id", 1, "updatedAt", "2024-01-02T00:00:00Z"), Map.of("id", 2, "updatedAt", "2024-01-02T00:00:00Z"));

    @Test
    void aSyncResumesFromTheStateInAFile(@TempDir Path folder) throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestApi api = api()) {
            for (int sync = 1; sync <= 2; sync++) {
                FileStateRepository states = FileStateRepository.fileStateRepository(
                        folder.resolve("states").toFile());
                assertThat(sync(database, api, states).error()).isNull();
            }
            assertThat(api.requests().get(0).parameters()).containsEntry("since", "0001-01-01T00:00:00Z");
            assertThat(api.requests()
                            .get(api.requests().size() - 1)
                            .parameters()
                            .get("since"))
                    .startsWith("2024-01-0");
            assertThat(folder.resolve("states"))
                    .content()
                    .contains("users={\"strategy\":\"timestamp\",\"cursorField\":\"updatedAt\",\"version\":")
                    .contains("\"state\":{\"last_timestamp\":\"2024-01-02T00:00:00Z\"}}");
            assertThat(database.count("\"users\"")).isEqualTo(2);
            assertThat(database.tables()).doesNotContain("tidemark_state");
        }
    }

    @Test
    void aRepositoryThatCannotBeReadFailsTheSyncBeforeItsFirstRequest() throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestApi api = api()) {
            assertThat(sync(database, api, new Broken(true)).error())
                    .contains("cannot read the state repository: the disk is gone");
            assertThat(api.requests()).isEmpty();
            assertThat(database.tables()).doesNotContain("users");
        }
    }

    @Test
    void aRepositoryThatTakesNoStateFailsTheSync() throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestApi api = api()) {
            assertThat(sync(database, api, new Broken(false)).error())
                    .contains("the state repository did not store the state", "the disk is gone");
        }
    }

    @Test
    void whatIsNotAStateRepositoryIsRefused() throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestApi api = api()) {
            assertThat(sync(database, api, "a text").error())
                    .contains("stateRepository `states` is a java.lang.String")
                    .contains("org.apache.camel.spi.StateRepository");
        }
    }

    private static TestApi api() throws Exception {
        return new TestApi(request -> TestApi.Response.of(Map.of("data", RECORDS)));
    }

    private static SyncResult sync(TestDatabase database, TestApi api, Object states) throws Exception {
        String route = new SourceYaml("timestamp", "users")
                .with("url", api.url("/users"))
                .with("stateRepository", "states")
                .toString();
        try (Routes routes =
                new Routes(database, Map.of(), context -> context.getRegistry().bind("states", states), route)) {
            return routes.result();
        }
    }

    /** One whose disk is gone. */
    private record Broken(boolean reading) implements StateRepository<String, String> {

        @Override
        public void setState(String key, String value) {
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public @Nullable String getState(String key) {
            if (reading) {
                throw new IllegalStateException("the disk is gone");
            }
            return null;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
