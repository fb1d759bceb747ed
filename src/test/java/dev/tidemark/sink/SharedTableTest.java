package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several sinks that write to one table, or begin at once in one database, each with what it saw of it before. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class SharedTableTest {

    private static final int SINKS = 8;

    private final TestDatabase database;

    SharedTableTest(DatabaseKind kind) {
        this.database = TestDatabase.withPool(kind, SINKS);
    }

    @AfterEach
    void close() {
        database.assertIdle();
        database.close();
    }

    @Test
    void aColumnThatAnotherSinkHasWidenedIsNotNarrowed() throws Exception {
        try (Routes routes = new Routes(database, Map.of(), route(0, "t"), route(1, "t"))) {
            send(routes, 0, Map.of("id", 1, "v", 5));
            send(routes, 1, Map.of("id", 2, "v", 6));
            send(routes, 0, Map.of("id", 3, "v", "007"));
            send(routes, 1, Map.of("id", 4, "v", new BigDecimal("0.5")));
        }
        assertThat(values()).containsExactly("5", "6", "007", "0.5");
    }

    @Test
    void aColumnThatAnotherSinkHasAddedChangesNoValue() throws Exception {
        try (Routes routes = new Routes(database, Map.of(), route(0, "t"), route(1, "t"))) {
            send(routes, 0, Map.of("id", 1));
            send(routes, 1, Map.of("id", 2));
            send(routes, 0, Map.of("id", 3, "v", new BigDecimal("0.5")));
            send(routes, 1, Map.of("id", 4, "v", 9007199254740993L));
        }
        assertThat(new BigDecimal(values().get(3))).isEqualByComparingTo("9007199254740993");
    }

    @Test
    void sinksThatStartTogetherCreateTheirTablesWithoutAnError() throws Exception {
        String[] yaml = IntStream.range(0, SINKS)
                .mapToObj(number -> route(number, "t" + number / 2))
                .toArray(String[]::new);
        ExecutorService threads = Executors.newFixedThreadPool(SINKS);
        try (Routes routes = new Routes(database, Map.of(), yaml)) {
            CyclicBarrier together = new CyclicBarrier(SINKS);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SINKS; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    together.await();
                    send(routes, number, Map.of("id", number, "v", "x"));
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < SINKS / 2; i++) {
            assertThat(database.count("\"t" + i + "\"")).isEqualTo(2);
        }
    }

    /** Sinks with other parameters are others: what they know of the table is not shared. */
    private static String route(int number, String table) {
        return SinkRoute.of("in" + number, "table: " + table, "maxRejectRatio: 0." + (number + 1));
    }

    private static void send(Routes routes, int number, Map<String, Object> row) {
        routes.context().createProducerTemplate().requestBody("direct:in" + number, List.of(row));
    }

    private List<String> values() {
        return database.jdbc().queryForList("select \"v\" from \"t\" order by \"id\"", String.class);
    }
}
