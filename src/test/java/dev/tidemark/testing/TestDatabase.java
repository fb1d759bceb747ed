package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.state.JdbcStateRepository;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A new database as the program's destination, and a second way into it that takes no connection of the pool. */
public final class TestDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DatabaseKind.Address address;
    private final Databases databases;
    private final JdbcTemplate jdbc;

    private TestDatabase(DatabaseKind.Address address, boolean faulty, int poolSize) {
        this.address = address;
        List<String> problems = new ArrayList<>();
        String prefix = Databases.PREFIX + "destination.";
        this.databases = Databases.of(
                Map.of(
                        prefix + "url",
                        faulty ? FaultyDriver.over(address.url()) : address.url(),
                        prefix + "username",
                        address.user(),
                        prefix + "password",
                        address.password(),
                        prefix + "poolSize",
                        Integer.toString(poolSize)),
                problems);
        assertThat(problems).isEmpty();
        this.jdbc = new JdbcTemplate(new DriverManagerDataSource(address.direct(), address.user(), address.password()));
    }

    /** An H2. */
    public static TestDatabase open() {
        return open(DatabaseKind.H2);
    }

    public static TestDatabase open(DatabaseKind kind) {
        return at(kind.create());
    }

    public static TestDatabase at(DatabaseKind.Address address) {
        return at(address, 5);
    }

    /** @param poolSize how many connections it has at most */
    public static TestDatabase at(DatabaseKind.Address address, int poolSize) {
        return new TestDatabase(address, false, poolSize);
    }

    public static TestDatabase withPool(DatabaseKind kind, int size) {
        return new TestDatabase(kind.create(), false, size);
    }

    /** One that may not be there, or not let anybody in. */
    public static TestDatabase at(String url, String user, String password) {
        return new TestDatabase(new DatabaseKind.Address(url, user, password, ""), false, 2);
    }

    /** One that is reached through {@link FaultyDriver}. */
    public static TestDatabase faulty(DatabaseKind kind) {
        return new TestDatabase(kind.create(), true, 5);
    }

    /** How it is reached. */
    public DatabaseKind.Address address() {
        return address;
    }

    /** What the program itself uses. */
    public DataSource dataSource() {
        return Objects.requireNonNull(databases.find(Databases.DESTINATION));
    }

    /** What the program keeps its leases by. */
    public DataSource stateAlone() {
        return Objects.requireNonNull(databases.stateAlone());
    }

    public JdbcStateRepository states() {
        return new JdbcStateRepository(dataSource());
    }

    public void bind(BiConsumer<String, Object> registry) {
        databases.bind(registry);
    }

    /** The connections behind {@link #dataSource}. */
    public HikariDataSource pool() {
        try {
            return dataSource().unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** The names of the tables that were made since it is there, in small letters. */
    public Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        String all = address.url().startsWith("jdbc:mariadb")
                ? "select table_name from information_schema.tables where table_schema = database()"
                : "select table_name from information_schema.tables where lower(table_schema) in ('public', 'main')";
        jdbc.queryForList(all, String.class).forEach(name -> tables.add(name.toLowerCase(Locale.ROOT)));
        return tables;
    }

    public long count(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return Objects.requireNonNull(count);
    }

    public boolean exists(String table) {
        Boolean exists = jdbc.execute((Connection connection) -> {
            try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, table, null)) {
                return tables.next();
            }
        });
        return Objects.requireNonNull(exists);
    }

    /** Fails when a connection is not given back. */
    public void assertIdle() {
        assertIdle(pool());
    }

    static void assertIdle(HikariDataSource pool) {
        if (!pool.isRunning()) {
            return;
        }
        try {
            // Who has told its end may be about to give its own back.
            Eventually.await(
                    "all connections are given back",
                    PATIENCE,
                    () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        databases.close();
        if (!address.end().isEmpty()) {
            jdbc.execute(address.end());
        }
    }
}
