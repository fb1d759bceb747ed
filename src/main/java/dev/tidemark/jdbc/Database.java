package dev.tidemark.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.database.SessionSettings;
import dev.tidemark.sync.SyncThreads;
import dev.tidemark.text.Secrets;
import java.sql.Connection;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * A configured database: a connection pool, which opens no connection before it is used, and its transactions.
 *
 * <p>The transaction manager must be under the transaction-aware proxy; otherwise rows and checkpoint would be committed
 * separately. Connections are lazy, so that a transaction takes one only with its first statement, after the sink has used
 * another one to create its table.
 */
public final class Database implements AutoCloseable {

    /** How long a source waits for a free connection. An unreachable database is reported at once. */
    private static final long CONNECTION_TIMEOUT_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Connections that stay open while nothing is synced. */
    private static final int IDLE = 4;

    private final String name;
    private final HikariDataSource pool;
    private final HikariDataSource single;
    private final DataSource lazy;
    private final DataSource dataSource;

    private Database(String name, HikariDataSource pool) {
        this.name = name;
        this.pool = pool;
        this.single = single(pool);
        this.lazy = lazy(pool);
        this.dataSource = new TransactionAwareDataSourceProxy(lazy);
    }

    /**
     * Creates the database with that name.
     *
     * @param settings {@code url}, {@code username}, {@code password}, {@code poolSize}
     * @param enough the number of connections that the maximum of concurrent syncs needs
     * @throws IllegalArgumentException when a setting is missing or wrong
     */
    static Database of(String name, Map<String, String> settings, int enough) {
        String url = settings.get("url");
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("tidemark.datasource." + name + ".url is missing");
        }
        JdbcUrl.passwords(url).forEach(Secrets::hide);
        Drivers.require(name, url);
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setUsername(settings.get("username"));
        String password = settings.get("password");
        if (password != null) {
            Secrets.hide(password);
        }
        pool.setPassword(password);
        SessionSettings.ofUrl(url).map(SessionSettings::statement).ifPresent(pool::setConnectionInitSql);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        String size = settings.get("poolSize");
        int most = size == null ? enough : poolSize(name, size);
        if (most < enough) {
            LOG.info(
                    "tidemark.datasource.{}.poolSize is {}: syncs will wait for connections; {} are enough for"
                            + " {} concurrent syncs",
                    name,
                    most,
                    enough,
                    SyncThreads.KEY);
        }
        pool.setMaximumPoolSize(most);
        pool.setMinimumIdle(Math.min(most, IDLE));
        return new Database(name, pool);
    }

    /** Its JDBC URL. */
    String url() {
        return pool.getJdbcUrl();
    }

    /** The most connections at a time. */
    int poolSize() {
        return pool.getMaximumPoolSize();
    }

    /** A DataSource that takes part in the transactions of the thread. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** A DataSource with a single connection, outside the pool and the transactions of the thread. */
    DataSource single() {
        return single;
    }

    /** Registers it for routes: the data source by its name, its transactions by the name and {@code -transaction}. */
    void bind(BiConsumer<String, Object> registry) {
        registry.accept(name, dataSource);
        registry.accept(
                name + ContextDatabases.POLICY,
                RepeatableTransactions.of(new DataSourceTransactionManager(lazy), () -> {}));
    }

    @Override
    public void close() {
        single.close();
        pool.close();
    }

    private static HikariDataSource single(HikariDataSource pool) {
        HikariDataSource single = new HikariDataSource();
        pool.copyStateTo(single);
        single.setPoolName(pool.getPoolName() + "-single");
        single.setMaximumPoolSize(1);
        return single;
    }

    /** With the defaults of a new connection, it need not open one to find them out. */
    static DataSource lazy(DataSource pool) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(pool);
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return lazy;
    }

    private static int poolSize(String name, String value) {
        int size;
        try {
            size = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            size = 0;
        }
        if (size < 1) {
            throw new IllegalArgumentException(
                    "tidemark.datasource." + name + ".poolSize is `" + value + "`, not a whole number from 1");
        }
        return size;
    }
}
