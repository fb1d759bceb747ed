package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.spi.StateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class JdbcStateRepositoryTest {

    private final TestDatabase database;
    private final JdbcStateRepository states;

    JdbcStateRepositoryTest(DatabaseKind kind) {
        database = TestDatabase.open(kind);
        states = database.states();
    }

    @BeforeEach
    void create() {
        states.createTable();
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void withoutATableThereIsNoState() {
        states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        assertThat(states.findInTable("users")).isPresent();
        database.jdbc().execute("drop table tidemark_state");
        assertThat(states.findInTable("users")).isEmpty();
    }

    @Test
    void aCheckpointIsFoundAgainWithTheNextVersion() {
        assertThat(states.find("users")).isEmpty();
        StoredState first = states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        StoredState second = states.checkpoint("users", "timestamp", "updatedAt", first.version(), state(2));
        assertThat(second.version()).isEqualTo(2);
        assertThat(states.find("users")).contains(second);
        assertThat(states.all()).containsOnlyKeys("users");
        states.createTable();
        assertThat(states.find("users")).contains(second);
    }

    @Test
    void aStateMayBeLongerThanFourThousandCharacters() {
        ObjectNode state = state(1).put("key", "k".repeat(100_000));
        states.checkpoint("users", "timestamp", "updatedAt", 0, state);
        assertThat(states.find("users").orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void aTableOfVersion01LosesItsLimitAndKeepsItsStates() {
        database.jdbc().execute("drop table tidemark_state");
        database.jdbc()
                .execute(
                        "create table tidemark_state (source varchar(255) not null primary key, strategy varchar(64) not"
                                + " null, state varchar(4000) not null, version bigint not null, updated_at timestamp(6) not null,"
                                + " cursor_field varchar(255))");
        JdbcStateRepository upgraded = database.states();
        upgraded.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        upgraded.createTable();
        assertThat(upgraded.find("users").orElseThrow().state()).isEqualTo(state(1));
        ObjectNode state = state(2).put("key", "k".repeat(100_000));
        upgraded.checkpoint("users", "timestamp", "updatedAt", 1, state);
        assertThat(upgraded.find("users").orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void theSameCheckpointTwiceChangesNothing() {
        ObjectNode state = JdbcStateRepository.parse("{\"last_timestamp\":1705314600.10,\"big\":9223372036854775808}");
        states.checkpoint("users", "timestamp", "updatedAt", 0, state);
        states.checkpoint("users", "timestamp", "updatedAt", 1, state);
        List<?> before = database.jdbc().queryForList("select * from tidemark_state");
        assertThat(states.checkpoint("users", "timestamp", "updatedAt", 1, state)
                        .version())
                .isEqualTo(2);
        assertThat(database.jdbc().queryForList("select * from tidemark_state")).isEqualTo(before);
    }

    @Test
    void aCheckpointMadeFromAStaleStateIsRefusedAndChangesNothing() {
        states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        states.checkpoint("users", "timestamp", "updatedAt", 1, state(2));
        for (long version : new long[] {0, 1, 3}) {
            assertThatThrownBy(() -> states.checkpoint("users", "timestamp", "updatedAt", version, state(9)))
                    .isInstanceOf(StaleStateException.class)
                    .hasMessageContaining("another sync");
        }
        assertThat(states.getState("users")).isEqualTo("{\"last_id\":2}");
    }

    @Test
    void aSyncThatRunsWhileItsStateIsSetOrResetIsRefused() {
        states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        states.set("users", "timestamp", state(5));
        assertThatThrownBy(() -> states.checkpoint("users", "timestamp", "updatedAt", 1, state(2)))
                .isInstanceOf(StaleStateException.class);
        assertThat(states.remove("users")).isTrue();
        assertThat(states.remove("users")).isFalse();
        assertThatThrownBy(() -> states.checkpoint("users", "timestamp", "updatedAt", 2, state(2)))
                .isInstanceOf(StaleStateException.class);
        assertThat(states.find("users")).isEmpty();
    }

    @Test
    void itServesAsCamelsStateRepository() {
        StateRepository<String, String> camel = states;
        assertThat(camel.getState("users")).isNull();
        camel.setState("users", "{\"last_id\": 7}");
        assertThat(camel.getState("users")).isEqualTo("{\"last_id\":7}");
        states.set("orders", "timestamp", state(1));
        camel.setState("orders", "{\"last_id\":2}");
        assertThat(Objects.requireNonNull(states.all().get("orders")).strategy())
                .isEqualTo("timestamp");
        assertThatThrownBy(() -> camel.setState("users", "[1]")).isInstanceOf(IllegalArgumentException.class);
        camel.setState("users", null);
        assertThat(camel.getState("users")).isNull();
    }

    @Test
    void ofTwoThatCheckpointFromOneStateExactlyOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 50; round++) {
                int version = round;
                CyclicBarrier start = new CyclicBarrier(2);
                List<Callable<Boolean>> rivals = new ArrayList<>();
                for (int rival = 0; rival < 2; rival++) {
                    ObjectNode mine = state(2 * round + rival);
                    rivals.add(() -> {
                        start.await();
                        try {
                            states.checkpoint("users", "timestamp", "updatedAt", version, mine);
                            return true;
                        } catch (StaleStateException e) {
                            return false;
                        }
                    });
                }
                List<Boolean> won = new ArrayList<>();
                for (Future<Boolean> rival : threads.invokeAll(rivals)) {
                    won.add(rival.get());
                }
                assertThat(won).containsExactlyInAnyOrder(true, false);
                StoredState stored = states.find("users").orElseThrow();
                assertThat(stored.version()).isEqualTo(round + 1);
                assertThat(stored.state().get("last_id").asInt()).isEqualTo(2 * round + won.indexOf(true));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theCursorFieldIsKeptWithTheStateAndByWhoeverSetsAnother() {
        states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        states.set("users", "timestamp", state(2));
        states.setState("users", "{\"last_id\": 3}");
        assertThat(states.find("users").orElseThrow().cursorField()).isEqualTo("updatedAt");

        states.set("users", "step-size", state(4));
        assertThat(states.find("users").orElseThrow().cursorField()).isNull();
        states.checkpoint("users", "step-size", null, 4, state(5));
        assertThat(states.all()).containsEntry("users", new StoredState("step-size", null, state(5), 5));
    }

    @Test
    void aTableOfAnEarlierVersionIsTakenOver() {
        database.jdbc().execute("drop table tidemark_state");
        database.jdbc()
                .execute("create table tidemark_state (source varchar(255) not null primary key,"
                        + " strategy varchar(64) not null, state varchar(4000) not null, version bigint not null,"
                        + " updated_at timestamp(6) not null)");
        database.jdbc()
                .update(
                        "insert into tidemark_state values ('users', 'timestamp', '{\"last_id\":1}', 7, current_timestamp)");

        states.createTable();

        assertThat(states.find("users")).contains(new StoredState("timestamp", null, state(1), 7));
        states.checkpoint("users", "timestamp", "updatedAt", 7, state(2));
        assertThat(states.find("users").orElseThrow().cursorField()).isEqualTo("updatedAt");
    }

    @Test
    void aSyncThatBeganBeforeAResetIsRefusedHoweverManyCheckpointsFollowIt() {
        StoredState before = states.checkpoint("users", "timestamp", "updatedAt", 0, state(7));
        for (int round = 0; round < 3; round++) {
            states.remove("users");
            long last = before.version();
            before = states.checkpoint("users", "timestamp", "updatedAt", 0, state(round));
            assertThat(before.version()).isGreaterThan(last);
            assertThatThrownBy(() -> states.checkpoint("users", "timestamp", "updatedAt", last, state(8)))
                    .isInstanceOf(StaleStateException.class);
        }
        states.remove("users");
        states.set("users", "timestamp", state(1));
        assertThat(states.find("users").orElseThrow().version()).isGreaterThan(before.version());
    }

    @Test
    void statesAreStoredAllOrNone() {
        states.checkpoint("users", "timestamp", "updatedAt", 0, state(1));
        database.jdbc().execute("create unique index one_each on tidemark_state (strategy)");
        Map<String, StoredState> wanted = new TreeMap<>();
        wanted.put("orders", new StoredState("offset", null, state(2), 0));
        wanted.put("users", new StoredState("timestamp", null, state(3), 0));
        wanted.put("visits", new StoredState("offset", null, state(4), 0));

        assertThatThrownBy(() -> states.setAll(wanted)).isInstanceOf(StaleStateException.class);
        assertThat(states.all()).containsOnlyKeys("users");
        assertThat(states.getState("users")).isEqualTo("{\"last_id\":1}");

        wanted.remove("visits");
        states.setAll(wanted);
        assertThat(states.all()).containsOnlyKeys("orders", "users");
        assertThat(states.find("users").orElseThrow().version()).isEqualTo(2);
    }

    private static ObjectNode state(int id) {
        return JdbcStateRepository.parse("{\"last_id\":" + id + "}");
    }
}
