package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.Partition;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.StaleStateException;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state} and {@code status} of a source with partitions. */
final class PartitionStatesTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant longAgo = now.minus(Duration.ofDays(40));
    private static final String EARLY = "{\"last_timestamp\":\"2024-06-01T00:00:00Z\"}";
    private static final String SEVEN = "{\"user_id\": \"7\"}";

    private final DatabaseKind.Address address = DatabaseKind.H2.create();
    private final TestDatabase database = TestDatabase.at(address);
    private final JdbcStateRepository states = database.states();
    private final PartitionTable table = states.partitions();

    private Workplace workplace;
    private long fence;

    /** 7 is ok, 8 failed, 9 is new; 70 is ok, and was not found for long. */
    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory)
                .database(address)
                .route(
                        "orders.yaml",
                        UserSource.of("orders", "http://127.0.0.1:9/orders").toString());
        states.createTable();
        table.createTable();
        fence = states.checkpoint("orders", "timestamp", "updatedAt", 0, json("{\"partitions\":true}"))
                .version();
        table.found("orders", longAgo, List.of(partition(70)));
        store(70, "2024-12-01T00:00:00Z");
        table.ended("orders", id(70), longAgo, null);
        table.found("orders", now, List.of(partition(7), partition(8), partition(9)));
        store(7, "2025-01-07T00:00:00Z");
        table.ended("orders", id(7), now, null);
        store(8, "2024-05-08T00:00:00Z");
        table.ended("orders", id(8), now, "HTTP 500 from the API");
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void showListsThePartitions() throws Exception {
        Ended shown = workplace.call("state", "show", "orders").expect(0);
        assertThat(shown.out())
                .startsWith("orders: 4 partitions")
                .containsPattern("PARTITION +VALUES +STATUS +SYNCED +STATE +ERROR")
                .containsPattern("000000000007 +\\{\"user_id\":7,\"region\":\"eu\"} +ok +" + now
                        + " +\\{\"last_timestamp\":\"2025-01-07T00:00:00Z\"}")
                .containsPattern("000000000008 .* failed .* HTTP 500 from the API")
                .containsPattern("000000000009 .* new +never");

        JsonNode source =
                workplace.call("state", "show", "orders", "--json").expect(0).result();
        assertThat(source.get("state").toString()).isEqualTo("{\"partitions\":true}");
        assertThat(source.get("partitions")).hasSize(4);
        assertThat(source.get("partitions").get(1).fieldNames())
                .toIterable()
                .containsExactly("id", "values", "state", "status", "seenAt", "syncedAt", "error");
        assertThat(workplace.call("state", "list").expect(0).out()).contains("{\"partitions\":true}");
    }

    @Test
    void showListsAllPartitionsThatHaveTheValues() throws Exception {
        assertThat(workplace
                        .call("state", "show", "orders", "--partition", SEVEN, "--json")
                        .expect(0)
                        .result()
                        .get("partitions"))
                .hasSize(1);
        assertThat(workplace
                        .call("state", "show", "orders", "--partition", "{\"region\":\"eu\"}")
                        .expect(0)
                        .out())
                .contains("4 partitions, 4 with these values");
        assertThat(workplace
                        .call("state", "show", "orders", "--partition", "{\"user_id\":71}")
                        .expect(1)
                        .out())
                .contains("4 partitions, 0 with these values");
        for (String wrong : List.of("7", "{}", "{\"user_id\":null}", "{\"user_id\":[7]}", "user_id=7")) {
            assertThat(workplace
                            .call("state", "show", "orders", "--partition", wrong)
                            .expect(2)
                            .err())
                    .contains("--partition", "use such as {\"user_id\": 7}");
        }
    }

    @Test
    void aStateIsSetForOnePartitionAlone() throws Exception {
        assertThat(workplace.call("state", "set", "orders", EARLY).expect(2).err())
                .contains("orders has partitions", "--partition");
        assertThat(workplace
                        .call("state", "set", "orders", EARLY, "--partition", "{\"region\":\"eu\"}")
                        .expect(2)
                        .err())
                .contains("matches 4 partitions: {\"user_id\":7,\"region\":\"eu\"}, ", "so that one matches");
        assertThat(workplace
                        .call("state", "set", "orders", EARLY, "--partition", "{\"user_id\":71}")
                        .expect(2)
                        .err())
                .contains("matches none of 4 partitions, such as");
        assertThat(workplace
                        .call("state", "set", "orders", "{\"last_id\":7}", "--partition", SEVEN)
                        .expect(2)
                        .err())
                .contains("last_timestamp");
        assertThat(stored(7).version()).isEqualTo(1);

        workplace.call("state", "set", "orders", EARLY, "--partition", SEVEN).expect(0);
        assertThat(stored(7).state()).isEqualTo(json(EARLY));
        assertThat(stored(8).version()).isEqualTo(1);
        assertSyncInProgressFails();
    }

    @Test
    void aRewindMovesEveryPartitionBackAndNoneForward() throws Exception {
        Ended rewound = workplace
                .call("state", "rewind", "orders", "--to", "2024-06-01T00:00:00Z")
                .expect(0);
        assertThat(rewound.out())
                .contains("moved 2 partitions to `2024-06-01T00:00:00Z`; 2 stay, as their cursors are not after it");
        assertThat(stored(7).state()).isEqualTo(json(EARLY));
        assertThat(stored(70).state()).isEqualTo(json(EARLY));
        assertThat(stored(8).version()).isEqualTo(1);
        assertThat(stored(9).state()).isNull();
        assertSyncInProgressFails();

        workplace
                .call("state", "rewind", "orders", "--to", "2024-06-01T00:00:00Z", "--forward")
                .expect(0);
        assertThat(table.all("orders")).allMatch(each -> json(EARLY).equals(each.state()));
    }

    @Test
    void onePartitionIsRewoundAndOnlyOnPurposeForward() throws Exception {
        workplace
                .call("state", "rewind", "orders", "--to", "2024-06-01T00:00:00Z", "--partition", SEVEN)
                .expect(0);
        assertThat(stored(7).state()).isEqualTo(json(EARLY));
        assertThat(stored(70).version()).isEqualTo(1);
        assertThat(workplace
                        .call("state", "rewind", "orders", "--to", "2024-07-01", "--partition", SEVEN)
                        .expect(1)
                        .err())
                .contains("orders, partition {\"user_id\":7", "is ahead of its cursor", "--forward");
        assertThat(stored(7).state()).isEqualTo(json(EARLY));
    }

    @Test
    void aResetRemovesOnePartitionsStateOrAllPartitions() throws Exception {
        workplace
                .call("state", "reset", "orders", "--partition", "{\"user_id\": 8}")
                .expect(0);
        StoredPartition reset = stored(8);
        assertThat(reset.state()).isNull();
        assertThat(reset.status()).isEqualTo(StoredPartition.Status.NEW);
        assertThat(reset.syncedAt()).isNull();
        assertThat(reset.version()).isEqualTo(2);
        assertSyncInProgressFails();

        workplace.call("state", "reset", "orders").expect(0);
        assertThat(table.all("orders")).isEmpty();
        assertThat(states.find("orders")).isEmpty();
        table.found("orders", now, List.of(partition(7)));
        states.checkpoint("orders", "timestamp", "updatedAt", 0, json("{\"partitions\":true}"));
        assertSyncInProgressFails();
    }

    @Test
    void whatWasExportedIsImportedWithItsPartitions() throws Exception {
        List<StoredPartition> before = table.all("orders");
        String exported = workplace.call("state", "export").expect(0).out();
        Path file = Files.writeString(workplace.path("states.json"), exported);
        workplace.call("state", "reset", "orders").expect(0);
        database.jdbc().execute("drop table tidemark_partitions");

        assertThat(workplace.call("state", "import", file.toString()).expect(0).out())
                .contains("Stored 1 state and 4 partitions");
        assertThat(table.all("orders")).isEqualTo(before);
        assertSyncInProgressFails();

        Files.writeString(file, exported.replace("2025-01-07T00:00:00Z", "soon"));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("orders, partition 1", "soon");
        Files.writeString(file, exported.replace(id(8), "8"));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("orders, partition 2: its `id` is not 64 hexadecimal digits");
        Files.writeString(file, exported.replace(id(8), id(7)));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("partition 2: its id is also that of an earlier one");
        Files.writeString(file, exported.replace("\"failed\"", "\"lost\""));
        assertThat(workplace.call("state", "import", file.toString()).expect(2).err())
                .contains("`lost`");
        assertThat(table.all("orders")).isEqualTo(before);

        Files.writeString(file, "{\"orders\":{\"strategy\":\"timestamp\",\"state\":" + EARLY + "}}");
        workplace.call("state", "import", file.toString()).expect(0);
        assertThat(table.all("orders")).isEmpty();
    }

    @Test
    void pruneRemovesWhatNoSyncHasFoundForLong() throws Exception {
        for (String wrong : List.of("soon", "0", "-1d")) {
            assertThat(workplace
                            .call("state", "prune", "orders", "--older-than=" + wrong)
                            .expect(2)
                            .err())
                    .contains("--older-than is `" + wrong + "`");
        }
        assertThat(workplace
                        .call("state", "prune", "orders", "--older-than", "41d")
                        .expect(0)
                        .out())
                .contains("orders: removed 0 partitions");
        assertThat(workplace
                        .call("state", "prune", "orders", "--older-than", "39d")
                        .expect(0)
                        .out())
                .contains("orders: removed 1 partition that no sync has found for 39d");
        assertThat(table.all("orders"))
                .extracting(each -> each.partition().id())
                .containsExactly(id(7), id(8), id(9));
        workplace.call("state", "prune", "orders", "--older-than", "1ms").expect(0);
        assertThat(table.all("orders")).hasSize(3);
    }

    @Test
    void nothingIsChangedWhileTheSourceIsBeingSynced() throws Exception {
        LeaseTable leases = new LeaseTable(database.dataSource(), "elsewhere:1", LeaseTable.TERM);
        leases.createTable();
        leases.take("orders");
        List<StoredPartition> before = table.all("orders");
        for (List<String> change : List.of(
                List.of("prune", "orders", "--older-than", "39d"),
                List.of("reset", "orders"),
                List.of("reset", "orders", "--partition", SEVEN),
                List.of("set", "orders", EARLY, "--partition", SEVEN),
                List.of("rewind", "orders", "--to", "2024-06-01"))) {
            String[] command =
                    Stream.concat(Stream.of("state"), change.stream()).toArray(String[]::new);
            assertThat(workplace.call(command).expect(1).err()).contains("elsewhere:1", "--force");
        }
        assertThat(table.all("orders")).isEqualTo(before);
    }

    @Test
    void statusCountsThePartitionsAndNamesThoseThatFailed() throws Exception {
        Ended status = workplace.call("status").expect(0);
        assertThat(status.out().lines())
                .contains(
                        "orders: 1 of 3 partitions ok, 1 failed, 1 not requested yet; 1 found by earlier syncs only",
                        "orders: failed: {\"user_id\":8,\"region\":\"eu\"}: HTTP 500 from the API");
        JsonNode json = workplace.call("status", "--json").expect(0).result();
        assertThat(json.get("lagSeconds").isNull()).isTrue();
        assertThat(json.get("cursor").isNull()).isTrue();
        assertThat(json.get("partitions").get("total").intValue()).isEqualTo(3);
        assertThat(json.get("partitions")
                        .get("failures")
                        .get(0)
                        .get("values")
                        .get("user_id")
                        .intValue())
                .isEqualTo(8);

        List<Partition> many = IntStream.range(100, 115)
                .mapToObj(PartitionStatesTest::partition)
                .toList();
        table.found("orders", now, many);
        many.forEach(each -> table.ended("orders", each.id(), now, "timed out"));
        new LeaseTable(database.dataSource(), "elsewhere:1", LeaseTable.TERM).take("orders");
        Ended running = workplace.call("status").expect(0);
        assertThat(running.out().lines())
                .contains("orders: 17 of 18 partitions done, 16 failed", "orders: and 6 more")
                .filteredOn(line -> line.startsWith("orders: failed: "))
                .hasSize(10);
    }

    /** It began before the change: neither the version of its partition nor the fence is stored any more. */
    private void assertSyncInProgressFails() {
        assertThatThrownBy(() -> table.checkpoint("orders", id(7), stored(7).version(), fence, json(EARLY)))
                .isInstanceOf(StaleStateException.class);
    }

    private void store(int number, String cursor) {
        table.checkpoint("orders", id(number), 0, fence, json("{\"last_timestamp\":\"" + cursor + "\"}"));
    }

    private StoredPartition stored(int number) {
        return table.find("orders", id(number)).orElseThrow();
    }

    private static Partition partition(int number) {
        return new Partition(id(number), json("{\"user_id\":" + number + ",\"region\":\"eu\"}"));
    }

    /** The number is where a shortened id has it. */
    private static String id(int number) {
        return "%012d".formatted(number) + "0".repeat(52);
    }

    private static ObjectNode json(String text) {
        return JdbcStateRepository.parse(text);
    }
}
