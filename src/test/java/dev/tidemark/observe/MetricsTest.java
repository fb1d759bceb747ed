package dev.tidemark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.LeaseTable;
import dev.tidemark.state.Partition;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncHistory;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import dev.tidemark.testing.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final TestDatabase database = TestDatabase.open();
    private final StatusCache board = new StatusCache(
            new StatusReader(
                    database.states(),
                    new SyncHistory(database.dataSource(), 10),
                    new LeaseTable(database.dataSource(), "here:1", LeaseTable.TERM),
                    new RejectCounts(List.of(database.dataSource()), Duration.ofSeconds(10))),
            InstantSource.system());
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Metrics metrics = new Metrics(board, registry);

    @AfterEach
    void close() {
        board.close();
        database.close();
    }

    @Test
    void countsOfChunksAreNotCountedAgainAtTheEnd() {
        metrics.watch(Set.of("users"));

        metrics.chunkWritten("users", new RowCounts(10, 7, 2, 1, 1), Duration.ofSeconds(1));
        metrics.chunkWritten("users", new RowCounts(20, 14, 4, 2, 2), Duration.ofSeconds(2));
        assertThat(value("records_written_total")).isEqualTo(14);
        metrics.ended(result(new RowCounts(21, 14, 5, 2, 3)));
        metrics.chunkWritten("users", new RowCounts(1, 1, 0, 0, 1), Duration.ofSeconds(1));
        metrics.ended(result(new RowCounts(1, 1, 0, 0, 1)));

        assertThat(value("records_read_total")).isEqualTo(22);
        assertThat(value("records_written_total")).isEqualTo(15);
        assertThat(value("records_unchanged_total")).isEqualTo(5);
        assertThat(value("records_rejected_total")).isEqualTo(2);
        assertThat(value("pages_total")).isEqualTo(4);
        assertThat(value("chunk_seconds_sum")).isEqualTo(4);
    }

    @Test
    void partitionsAreCountedByTheirStatus() {
        JdbcStateRepository states = database.states();
        states.createTable();
        states.partitions().createTable();
        Instant now = Instant.now();
        states.partitions()
                .found(
                        "orders",
                        now,
                        List.of(
                                new Partition("a", JdbcStateRepository.parse("{\"id\":1}")),
                                new Partition("b", JdbcStateRepository.parse("{\"id\":2}"))));
        states.partitions().ended("orders", "b", now, "failed");
        board.watch(List.of(StatusReaderTest.watched("users"), StatusReaderTest.watched("orders")));
        metrics.watch(Set.of("users", "orders"));

        assertThat(registry.scrape()).isNotEmpty();
        assertThat(registry.scrape())
                .contains(
                        "tidemark_partitions{source=\"orders\",status=\"failed\"} 1.0",
                        "tidemark_partitions{source=\"orders\",status=\"new\"} 1.0",
                        "tidemark_partitions{source=\"orders\",status=\"gone\"} 0.0")
                .doesNotContain("tidemark_partitions{source=\"users\"");
        board.watch(List.of());
        assertThat(registry.scrape()).isNotEmpty();
        assertThat(registry.scrape()).doesNotContain("tidemark_partitions{source=\"orders\"");
    }

    @Test
    void onlySourcesThatAreWatchedHaveMeters() {
        metrics.watch(Set.of("users", "orders"));
        metrics.retried("nobody");
        metrics.retried("orders");
        assertThat(registry.scrape())
                .contains("tidemark_retries_total{source=\"orders\"} 1.0")
                .doesNotContain("nobody");

        metrics.watch(Set.of("users"));

        assertThat(registry.scrape()).contains("source=\"users\"").doesNotContain("orders");
    }

    private double value(String name) {
        String line = "tidemark_" + name + "{source=\"users\"} ";
        return registry.scrape()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }

    private static SyncResult result(RowCounts counts) {
        return new SyncResult(
                SyncStart.now("users", "timestamp"), SyncResult.Status.OK, counts, null, 1.0, null, List.of());
    }
}
