package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.state.SyncResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database to read from, by the name {@code warehouse}, through one connection; and a second way into it. */
public final class SourceDatabase implements AutoCloseable {

    /** What kinds there are. */
    public enum Kind {
        H2,
        DUCKDB
    }

    private static final String NAME = "warehouse";

    private final Kind kind;
    private final String end;
    private final Databases databases;
    private final DataSource direct;
    private final JdbcTemplate jdbc;

    /** @param folder for those that need a file */
    public SourceDatabase(Kind kind, Path folder) {
        this(
                kind,
                kind == Kind.H2
                        ? DatabaseKind.H2.create()
                        : new DatabaseKind.Address(
                                "jdbc:duckdb:" + folder.resolve(UUID.randomUUID() + ".duckdb"), "", "", "select 1"),
                1);
    }

    /** One of any kind, with up to four connections. */
    public SourceDatabase(DatabaseKind kind) {
        this(kind == DatabaseKind.DUCKDB ? Kind.DUCKDB : Kind.H2, kind.create(), 4);
    }

    /** One that is there already. */
    public SourceDatabase(DatabaseKind.Address address) {
        this(Kind.H2, address, 1);
    }

    private SourceDatabase(Kind kind, DatabaseKind.Address address, int poolSize) {
        this.kind = kind;
        this.end = address.end();
        List<String> problems = new ArrayList<>();
        String prefix = Databases.PREFIX + NAME;
        this.databases = Databases.of(
                Map.of(
                        prefix + ".url",
                        address.url(),
                        prefix + ".username",
                        address.user(),
                        prefix + ".password",
                        address.password(),
                        prefix + ".poolSize",
                        Integer.toString(poolSize)),
                problems);
        assertThat(problems).isEmpty();
        this.direct = new DriverManagerDataSource(address.direct(), address.user(), address.password());
        this.jdbc = new JdbcTemplate(direct);
    }

    public Kind kind() {
        return kind;
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** For connections that are held open. */
    public DataSource direct() {
        return direct;
    }

    /** What the program itself uses. */
    public DataSource dataSource() {
        return Objects.requireNonNull(databases.find(NAME));
    }

    /** A source of one of its tables. */
    public static SourceYaml source(String table, String keyField) {
        return new SourceYaml("key-based", "records")
                .with("dataSource", NAME)
                .with("table", table)
                .with("keyField", keyField)
                .sink("primaryKey", keyField);
    }

    /** Makes it known to routes. */
    public void bind(BiConsumer<String, Object> registry) {
        databases.bind(registry);
    }

    /** Syncs once, and fails when a connection was not given back. */
    public SyncResult sync(TestDatabase destination, Object yaml) {
        return sync(destination, Map.of(), yaml);
    }

    /** @param beans what is in Camel's registry besides the program's own */
    public SyncResult sync(TestDatabase destination, Map<String, Object> beans, Object yaml) {
        Map<String, Object> all = new HashMap<>(beans);
        databases.bind(all::put);
        SyncResult result = SyncBench.sync(destination, all, yaml.toString());
        TestDatabase.assertIdle(pool());
        return result;
    }

    @Override
    public void close() {
        databases.close();
        jdbc.execute(end);
    }

    private HikariDataSource pool() {
        try {
            return dataSource().unwrap(HikariDataSource.class);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
