package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.partition.Partitions;
import dev.tidemark.state.PartitionTable;
import dev.tidemark.state.StoredPartition;
import dev.tidemark.state.SyncResult;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.sync.SyncRun;
import dev.tidemark.testing.TestDatabase;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** The syncs of a play with partitions, by a {@link ModelRoute}; the list of parents is a table. */
final class PartitionRoutes implements PartitionsRunner, ModelRoute.Model, AutoCloseable {

    private final Parents parents;
    private final TestDatabase database;
    private final ModelRoute route;
    private final String list;
    private final Map<String, String> listed = new TreeMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> toBeReported = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private @Nullable PartitionPlay play;
    private @Nullable Error error;
    private boolean isDead;
    private int syncs;

    PartitionRoutes(Parents parents, Strategy strategy, int chunkSize, int workers, TestDatabase database)
            throws Exception {
        this.parents = parents;
        this.database = database;
        // No two syncs begin at the same time.
        this.route = new ModelRoute(this::now);
        this.list = "\"" + route.name() + "p\"";
        database.jdbc().execute("create table " + list + " (\"code\" varchar(20), \"name\" varchar(20))");
        Partitions partitions = new Partitions();
        boolean isMariaDb = database.address().url().startsWith("jdbc:mariadb");
        String query = "select \"code\", \"name\" from " + list;
        partitions.setPartitionQuery(isMariaDb ? query.replace('"', '`') : query);
        partitions.setDataSource(database.dataSource());
        partitions.setUrl("http://localhost/{code}/children");
        route.start(strategy, chunkSize, "code,id", database, this, partitions, workers);
    }

    private synchronized Instant now() {
        return parents.instant().plusMillis(syncs);
    }

    @Override
    public boolean sync(PartitionPlay of) {
        play = of;
        syncs++;
        isDead = false;
        List.of(begun, toBeReported, failed).forEach(Set::clear);
        listed.clear();
        parents.listed().forEach(parent -> listed.put(parent.code(), parent.name()));
        database.jdbc().update("delete from " + list);
        listed.forEach((code, name) -> database.jdbc().update("insert into " + list + " values (?, ?)", code, name));
        SyncResult result = route.sync();
        if (error != null) {
            throw error;
        }
        if (!isDead) {
            begun.forEach(this::tellEnd);
            requireNames();
            requireStatus(result);
        }
        return !isDead;
    }

    /** A partition has ended, or it failed for itself. */
    private void tellEnd(String code) {
        StoredPartition stored = stored(code).orElseThrow();
        switch (stored.status()) {
            case OK -> {
                tellPageRead(code);
                play().committed(code);
                play().ended(code);
            }
            case FAILED -> {
                if (failed.add(code)) {
                    play().failed(code, new IllegalStateException(stored.error()));
                }
            }
            default -> throw new AssertionError(code + " has no end: " + stored);
        }
    }

    /** A value that does not identify a partition follows its parent. */
    private void requireNames() {
        listed.forEach((code, name) -> {
            StoredPartition stored = stored(code).orElseThrow();
            if (!stored.partition().values().path("name").asText().equals(name)) {
                throw new AssertionError(name + " is stored as " + stored);
            }
        });
    }

    private void requireStatus(SyncResult result) {
        boolean fails = result.status() != SyncResult.Status.OK;
        String said = String.valueOf(result.error());
        if (fails != !failed.isEmpty() || (fails && !said.startsWith(failed.size() + " of "))) {
            throw new AssertionError(failed + " failed, and the sync is " + result.status() + ": " + said);
        }
    }

    @Override
    public synchronized void respond(Exchange exchange) {
        SyncRun run = SyncRun.of(exchange);
        PageRequest request = run.pages().next();
        String code = code(request);
        attempt(code, () -> {
            tellPageRead(code);
            play().point();
            if (parents.there(code).isPresent() && begun.add(code)) {
                play().begin(code);
            }
            exchange.getMessage().setBody(ModelRoute.body(play().respond(request)));
            toBeReported.add(code);
            if (parents.api(code).isDated()) {
                run.pages().respondedAt(parents.instant());
            }
        });
    }

    @Override
    public synchronized void beforeChunk(Exchange exchange) {
        String code = code(SyncRun.of(exchange).pages().request());
        attempt(code, () -> {
            tellPageRead(code);
            play().point();
        });
    }

    @Override
    public synchronized void afterChunk(Exchange exchange) {
        String code = code(SyncRun.of(exchange).pages().request());
        attempt(code, () -> {
            play().committed(code);
            play().point();
        });
    }

    private static String code(PageRequest request) {
        return Objects.requireNonNull(request.values().get("code"));
    }

    private void tellPageRead(String code) {
        if (toBeReported.remove(code)) {
            play().pageRead(code);
        }
    }

    /** A process that has died does nothing more. */
    private void attempt(String code, Runnable step) {
        if (isDead) {
            throw new PartitionPlay.BrokenOff(PartitionEvent.Kind.PROCESS_DIES);
        }
        try {
            step.run();
        } catch (PartitionPlay.BrokenOff e) {
            isDead = e.kind() == PartitionEvent.Kind.PROCESS_DIES || e.kind() == PartitionEvent.Kind.PROCESS_REPLACED;
            failed.add(code);
            throw e;
        } catch (PartitionPlay.Missing e) {
            if (begun.contains(code)) {
                failed.add(code);
            }
            throw RuntimeCamelException.wrapRuntimeCamelException(
                    new HttpOperationFailedException("http://localhost", 404, "Not Found", null, Map.of(), ""));
        } catch (Error e) {
            error = e;
            throw e;
        }
    }

    private PartitionPlay play() {
        return Objects.requireNonNull(play);
    }

    private Optional<StoredPartition> stored(String code) {
        PartitionTable table = database.states().partitions();
        if (!ids.containsKey(code)) {
            table.all(route.name())
                    .forEach(each -> ids.put(
                            each.partition().values().path("code").asText(),
                            each.partition().id()));
        }
        return ids.containsKey(code) ? table.find(route.name(), ids.get(code)) : Optional.empty();
    }

    @Override
    public Destination destination(String code) {
        return new Destination() {
            @Override
            public Predicate<Item> table() {
                Set<Integer> versions = versions(code);
                return item -> versions.contains(item.version());
            }

            @Override
            public @Nullable ObjectNode state() {
                return stored(code).map(StoredPartition::state).orElse(null);
            }
        };
    }

    private Set<Integer> versions(String code) {
        String table = route.name();
        return database.exists(table)
                ? new HashSet<>(database.jdbc()
                        .queryForList(
                                "select \"version\" from \"" + table + "\" where \"code\" = ?", Integer.class, code))
                : Set.of();
    }

    @Override
    public void close() {
        route.close();
    }
}
