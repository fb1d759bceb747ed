package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.state.JdbcStateRepository;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An H2 in memory as the program's destination, and a second way into it that takes no connection of the pool. */
public final class TestDatabase implements AutoCloseable {

    private final Databases databases;
    private final JdbcTemplate jdbc;

    private TestDatabase(String prefix, int poolSize) {
        String name = "h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        List<String> problems = new ArrayList<>();
        this.databases = Databases.of(
                Map.of(
                        Databases.PREFIX + "destination.url",
                        prefix + name,
                        Databases.PREFIX + "destination.username",
                        "sa",
                        Databases.PREFIX + "destination.poolSize",
                        Integer.toString(poolSize)),
                problems);
        assertThat(problems).isEmpty();
        JdbcDataSource direct = new JdbcDataSource();
        direct.setUrl("jdbc:" + name);
        direct.setUser("sa");
        this.jdbc = new JdbcTemplate(direct);
    }

    public static TestDatabase open() {
        return new TestDatabase("jdbc:", 5);
    }

    public static TestDatabase withPool(int size) {
        return new TestDatabase("jdbc:", size);
    }

    /** One that is reached through {@link FaultyDriver}. */
    public static TestDatabase faulty() {
        return new TestDatabase(FaultyDriver.prefix(), 5);
    }

    /** What the program itself uses. */
    public DataSource dataSource() {
        return Objects.requireNonNull(databases.find(Databases.DESTINATION));
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

    public long count(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return Objects.requireNonNull(count);
    }

    public boolean exists(String table) {
        Long count = jdbc.queryForObject(
                "select count(*) from information_schema.tables where table_name = ?", Long.class, table);
        return Objects.requireNonNull(count) > 0;
    }

    /** Fails when a connection was not given back. */
    public void assertIdle() {
        if (pool().isRunning()) {
            assertThat(pool().getHikariPoolMXBean().getActiveConnections())
                    .as("connections that were not given back")
                    .isZero();
        }
    }

    @Override
    public void close() {
        databases.close();
        jdbc.execute("shutdown");
    }
}
