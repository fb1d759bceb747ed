package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.SourceYaml;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGKILL while orders are written with their lines: no order is there with some of its lines. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class ChildTablesKilledIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = Integer.getInteger("tidemark.kills", 1);
    private static final int ORDERS = 3000;
    private static final int PAGE = 150;
    private static final Instant START = Instant.parse("2024-01-15T10:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "POSTGRESQL", "MARIADB", "DUCKDB"})
    void noOrderIsThereWithSomeOfItsLinesAfterAKill(Destination destination, @TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("ChildTablesKilledIT: " + destination + ", seed " + seed);
        DatabaseKind.Address database = destination.create(directory);
        AtomicInteger requests = new AtomicInteger();
        try (FakeApi api = new FakeApi(exchange -> {
            requests.incrementAndGet();
            FakeApi.respond(
                    exchange,
                    200,
                    "application/json",
                    page(exchange.getRequestURI().getQuery().substring("since=".length())));
        })) {
            Workplace workplace = new Workplace(directory)
                    .database(database)
                    .route(
                            "order.yaml",
                            new SourceYaml("timestamp", "order")
                                    .with("url", api.url() + "/orders")
                                    .with("pageSize", PAGE)
                                    .with("chunkSize", 30)
                                    .sink("childTables", "line=lines")
                                    .sink("columns", "id:LONG, updatedAt:UTC_DATETIME")
                                    .toString());
            int killed = 0;
            int orders = 0;
            for (int tries = 0; killed < KILLS && tries < 5 * KILLS; tries++) {
                int served = requests.get() + 2 + random.nextInt(ORDERS / PAGE / 2);
                try (Program program = workplace.start("sync")) {
                    Eventually.await(
                            "request " + served,
                            PATIENCE,
                            () -> requests.get() >= served || program.endsWithin(Duration.ZERO));
                    killed += program.killAfter(Duration.ofMillis(random.nextInt(40))) ? 1 : 0;
                }
                orders = expectWholeOrders(database);
            }
            workplace.run("sync").expect(0);
            System.out.printf(
                    "ChildTablesKilledIT: %s: %d kills, %d orders after the last%n", destination, killed, orders);
            assertThat(killed).isPositive();
            assertThat(expectWholeOrders(database)).isEqualTo(ORDERS);
        }
    }

    private static String page(String since) {
        Instant after = Instant.parse(since);
        return IntStream.range(0, ORDERS)
                .filter(id -> START.plusSeconds(id).isAfter(after))
                .limit(PAGE)
                .mapToObj(id -> "{\"id\":%d,\"updatedAt\":\"%s\",\"lines\":%s}"
                        .formatted(
                                id,
                                START.plusSeconds(id),
                                IntStream.range(0, lines(id)).boxed().toList()))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    private static int lines(int order) {
        return order % 4;
    }

    /** Expects the first orders with all of their lines; returns how many orders there are. */
    private static int expectWholeOrders(DatabaseKind.Address database) throws SQLException {
        try (Connection connection = database.connect()) {
            if (!UserTable.exists(connection, "line")) {
                return 0;
            }
            int orders = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet order = statement.executeQuery(
                            "select o.\"id\", count(l.\"_index\") from \"order\" o left join \"line\" l"
                                    + " on l.\"order_id\" = o.\"id\" group by o.\"id\" order by o.\"id\"")) {
                while (order.next()) {
                    assertThat(order.getInt(1)).isEqualTo(orders);
                    assertThat(order.getInt(2))
                            .as("lines of the order %d", orders)
                            .isEqualTo(lines(orders));
                    orders++;
                }
            }
            return orders;
        }
    }
}
