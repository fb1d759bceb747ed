package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SinkRoute;
import dev.tidemark.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** What the sink sets in a transaction, it takes back. */
class SavepointTest {

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
    void everySavepointIsReleasedAlsoAfterARefusal(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            database.jdbc()
                    .execute("create table \"t\" (\"id\" bigint not null primary key, \"n\" int check (\"n\" < 30))");
            Recorded recorded = new Recorded(database);
            SpringTransactionPolicy policy = new SpringTransactionPolicy();
            policy.setTransactionManager(new DataSourceTransactionManager(recorded));
            List<Map<String, Object>> rows = IntStream.range(0, 31)
                    .mapToObj(i -> Map.<String, Object>of("id", i, "n", i))
                    .toList();

            try (Routes routes = new Routes(
                    database,
                    Map.of(),
                    context -> {
                        context.getRegistry().bind("mine", new TransactionAwareDataSourceProxy(recorded));
                        context.getRegistry().bind("mine-transaction", policy);
                    },
                    SinkRoute.of("in", "table: t", "dataSource: mine"))) {
                routes.context().createProducerTemplate().requestBody("direct:in", rows);
            }

            assertThat(database.count("\"t\"")).isEqualTo(30);
            assertThat(recorded.set).hasValueGreaterThan(1);
            assertThat(recorded.openAtCommit).isNotEmpty().containsOnly(0);
        }
    }

    /** Counts what is asked of its connections. */
    private static final class Recorded extends DelegatingDataSource {

        private final AtomicInteger set = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private final List<Integer> openAtCommit = new ArrayList<>();

        Recorded(TestDatabase database) {
            super(database.pool());
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Recorded.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "setSavepoint" -> {
                                set.incrementAndGet();
                                open.incrementAndGet();
                            }
                            case "releaseSavepoint" -> open.decrementAndGet();
                            case "commit" -> openAtCommit.add(open.get());
                            default -> {}
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
