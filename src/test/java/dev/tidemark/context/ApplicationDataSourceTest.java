package dev.tidemark.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.PlainContext;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;

/** The Kamelets in an application that has a DataSource of its own, and none of Tidemark's keys. */
class ApplicationDataSourceTest {

    private static final List<Map<String, Object>> RECORDS = List.of(
            Map.of("id", 1, "updatedAt", "2024-01-02T00:00:00Z"), Map.of("id", 2, "updatedAt", "2024-01-02T00:00:00Z"));

    private final PlainContext plain = new PlainContext();
    private final CamelContext context = plain.context();
    private final TestApi api = new TestApi(request -> TestApi.Response.of(Map.of("data", RECORDS)));

    ApplicationDataSourceTest() throws Exception {}

    @AfterEach
    void close() {
        plain.close();
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"destination", "warehouse"})
    void theOnlyDataSourceIsTheDestinationWhateverItsName(String name) throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            context.getRegistry().bind(name, raw(database));
            start(users());
            assertThat(result().error()).isNull();
            assertThat(database.count("\"users\"")).isEqualTo(2);
            assertThat(database.count("tidemark_state")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void rowsRollBackWithARefusedCheckpoint(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            refuseCheckpoints(database);
            context.getRegistry().bind("destination", raw(database));
            start(users());
            assertThat(result().status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(database.count("\"users\"")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void theApplicationsOwnTransactionManagerIsUsed(DatabaseKind kind) throws Exception {
        try (TestDatabase database = TestDatabase.open(kind)) {
            refuseCheckpoints(database);
            DataSource raw = raw(database);
            AtomicInteger begun = new AtomicInteger();
            context.getRegistry().bind("destination", raw);
            context.getRegistry().bind("manager", new DataSourceTransactionManager(raw) {
                @Override
                protected void doBegin(Object transaction, TransactionDefinition definition) {
                    begun.incrementAndGet();
                    super.doBegin(transaction, definition);
                }
            });
            start(users());
            assertThat(result().status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(database.count("\"users\"")).isZero();
            assertThat(begun).hasPositiveValue();
        }
    }

    /** That of a broker would commit each statement of the rows by itself. */
    @Test
    void theManagerOfABrokerIsNotTaken() throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            refuseCheckpoints(database);
            DataSource raw = raw(database);
            context.getRegistry().bind("destination", raw);
            context.getRegistry().bind("a-broker", new BrokerTransactions());
            context.getRegistry().bind("manager", new DataSourceTransactionManager(raw));
            start(users());
            assertThat(result().status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(database.count("\"users\"")).isZero();
        }
    }

    @Test
    void aManagerOverAProxyOfTheDataSourceIsTaken() throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            refuseCheckpoints(database);
            DataSource raw = raw(database);
            context.getRegistry().bind("destination", raw);
            context.getRegistry()
                    .bind("manager", new DataSourceTransactionManager(new LazyConnectionDataSourceProxy(raw)));
            start(users());
            assertThat(result().status()).isEqualTo(SyncResult.Status.FAILED);
            assertThat(database.count("\"users\"")).isZero();
        }
    }

    @Test
    void aDataSourceThatBeginsWithAutocommitOffIsRefused() throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            context.getRegistry().bind("destination", new DelegatingDataSource(raw(database)) {
                @Override
                public Connection getConnection() throws SQLException {
                    Connection connection = super.getConnection();
                    connection.setAutoCommit(false);
                    return connection;
                }
            });
            start(users());
            assertThat(result().error()).contains("returns connections with autocommit off");
            assertThat(database.tables()).isEmpty();
        }
    }

    @Test
    void ofTwoDataSourcesNoneIsChosen() throws Exception {
        try (TestDatabase one = TestDatabase.open();
                TestDatabase other = TestDatabase.open()) {
            context.getRegistry().bind("crm", raw(one));
            context.getRegistry().bind("erp", raw(other));
            assertThatThrownBy(() -> start(users()))
                    .hasStackTraceContaining("dataSource `destination` is not known")
                    .hasStackTraceContaining("[crm, erp]");
            assertThat(one.tables()).isEmpty();
            assertThat(other.tables()).isEmpty();
        }
    }

    @Test
    void oneNameForAllSourcesOfAStrategyIsRefused() throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            context.getRegistry().bind("destination", raw(database));
            context.getPropertiesComponent()
                    .addInitialProperty("camel.kamelet.incremental-timestamp-source.source", "all");
            assertThatThrownBy(() -> start(users()))
                    .hasStackTraceContaining("camel.kamelet.incremental-timestamp-source.source gives every source");
            assertThat(database.tables()).isEmpty();
        }
    }

    @Test
    void oneNameForTwoDatabasesIsRefused() throws Exception {
        try (TestDatabase one = TestDatabase.open();
                TestDatabase other = TestDatabase.open()) {
            context.getRegistry().bind("destination", raw(one));
            context.getPropertiesComponent()
                    .addInitialProperty(
                            "tidemark.datasource.destination.url",
                            other.address().url());
            assertThatThrownBy(() -> start(users()))
                    .hasStackTraceContaining("the application has a DataSource `destination`")
                    .hasStackTraceContaining("tidemark.datasource.destination.url");
            assertThat(one.tables()).isEmpty();
            assertThat(other.tables()).isEmpty();
        }
    }

    @Test
    void aTransactionManagerOfAnotherDataSourceIsRefused() throws Exception {
        try (TestDatabase one = TestDatabase.open();
                TestDatabase other = TestDatabase.open()) {
            context.getRegistry().bind("destination", raw(one));
            context.getRegistry().bind("manager", new DataSourceTransactionManager(raw(other)));
            assertThatThrownBy(() -> start(users()))
                    .hasStackTraceContaining(
                            "the transaction manager [manager] is not for the DataSource `destination`");
            assertThat(one.tables()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDataSourceWithoutTransactionsIsRefusedBeforeAnythingIsWritten(boolean silent) throws Exception {
        try (TestDatabase database = TestDatabase.open()) {
            context.getRegistry().bind("destination", new AutoCommitOnly(raw(database), silent));
            start(users());
            assertThat(result().error()).contains("the DataSource `destination` has no transactions");
            assertThat(database.tables()).isEmpty();
            assertThat(api.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondDataSourceWithoutTransactionsIsRefusedBeforeTheFirstRequest(boolean silent) throws Exception {
        try (TestDatabase database = TestDatabase.open();
                TestDatabase other = TestDatabase.open()) {
            context.getRegistry().bind("destination", raw(database));
            context.getRegistry().bind("other", new AutoCommitOnly(raw(other), silent));
            start(users().sink("dataSource", "other"));
            assertThat(result().error()).contains("the DataSource `other` has no transactions");
            assertThat(other.tables()).isEmpty();
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void theTransactionManagerNeedNotBeOverADataSourceThatIsOnlyRead() throws Exception {
        try (TestDatabase written = TestDatabase.open();
                TestDatabase warehouse = warehouse()) {
            DataSource raw = raw(written);
            context.getRegistry().bind("destination", raw);
            context.getRegistry().bind("manager", new DataSourceTransactionManager(raw));
            context.getRegistry().bind("warehouse", raw(warehouse));
            start(orders());
            assertThat(result().error()).isNull();
            assertThat(written.count("\"orders\"")).isEqualTo(2);
            assertThat(warehouse.tables()).containsExactly("orders");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDataSourceThatIsOnlyReadNeedsNoTransactions(boolean silent) throws Exception {
        try (TestDatabase written = TestDatabase.open();
                TestDatabase warehouse = warehouse()) {
            context.getRegistry().bind("destination", raw(written));
            context.getRegistry().bind("warehouse", new AutoCommitOnly(raw(warehouse), silent));
            start(orders());
            assertThat(result().error()).isNull();
            assertThat(written.count("\"orders\"")).isEqualTo(2);
        }
    }

    @Test
    void aDataSourceThatIsReadAndWrittenNeedsTransactions() throws Exception {
        try (TestDatabase database = warehouse()) {
            context.getRegistry().bind("warehouse", new AutoCommitOnly(raw(database), false));
            start(orders().sink("table", "copies"));
            assertThat(result().error()).contains("the DataSource `destination` has no transactions");
            assertThat(database.tables()).containsExactly("orders");
        }
    }

    private static TestDatabase warehouse() {
        TestDatabase warehouse = TestDatabase.open();
        warehouse.jdbc().execute("create table orders (id bigint primary key, updated_at timestamp(3))");
        warehouse.jdbc().execute("insert into orders values (1, '2024-01-02 00:00:00'), (2, '2024-01-03 00:00:00')");
        return warehouse;
    }

    private static SourceYaml orders() {
        return new SourceYaml("key-based", "orders")
                .with("dataSource", "warehouse")
                .with("table", "orders")
                .with("keyField", "ID")
                .with("cursorField", "UPDATED_AT")
                .with("repeatCount", 1)
                .sink("primaryKey", "ID");
    }

    private SourceYaml users() {
        return new SourceYaml("timestamp", "users")
                .with("url", api.url("/users"))
                .with("repeatCount", 1);
    }

    /** What an application would have: no proxy of Spring's around it. */
    private static DataSource raw(TestDatabase database) {
        DatabaseKind.Address address = database.address();
        return new DriverManagerDataSource(address.url(), address.user(), address.password());
    }

    private static void refuseCheckpoints(TestDatabase database) {
        new JdbcStateRepository(database.dataSource()).createTable();
        database.jdbc().execute("alter table tidemark_state add constraint none_fits check (version < 1)");
        database.jdbc().execute("create table \"users\" (\"id\" bigint primary key, \"updatedAt\" timestamp(3))");
    }

    private void start(SourceYaml source) throws Exception {
        plain.start(source.toString());
    }

    private SyncResult result() throws InterruptedException {
        return plain.result();
    }

    /** Transactions of something that is not a database. */
    private static final class BrokerTransactions extends AbstractPlatformTransactionManager
            implements ResourceTransactionManager {

        BrokerTransactions() {
            setTransactionSynchronization(SYNCHRONIZATION_NEVER);
        }

        @Override
        public Object getResourceFactory() {
            return this;
        }

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    /** A pool whose connections stay in autocommit. */
    private static final class AutoCommitOnly extends DelegatingDataSource {

        private final boolean silent;

        AutoCommitOnly(DataSource target, boolean silent) {
            super(target);
            this.silent = silent;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    AutoCommitOnly.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("setAutoCommit")) {
                            if (silent) {
                                return null;
                            }
                            throw new SQLException("autocommit is fixed here");
                        }
                        return method.invoke(real, arguments);
                    });
        }
    }
}
