package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.spi.StateRepository;
import org.jspecify.annotations.Nullable;

/** Where a sync keeps how far it is. */
interface StateStore {

    /** What is kept from syncs before; empty when there was none. */
    Optional<StoredState> find();

    /** As {@link #find}, without making anything. */
    default Optional<StoredState> look() {
        return find();
    }

    /**
     * Keeps a state.
     *
     * @param before what was kept last; null when nothing was
     * @param counts what was done so far
     */
    StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts);

    /** Rows are written that leave the state as it is. */
    default void heartbeat() {}

    /** Whether a state is the kept one, as another connection sees it. */
    boolean isStored(StoredState made);

    /** Whether they stand in this database, so that one transaction can hold both. */
    boolean isOn(DataSource rows);

    /** In the table of states. */
    static StateStore inState(
            JdbcStateRepository states, String source, String strategy, @Nullable String cursorField) {
        return new StateStore() {
            @Override
            public Optional<StoredState> find() {
                states.createTable();
                return states.find(source);
            }

            @Override
            public Optional<StoredState> look() {
                return states.findInTable(source);
            }

            @Override
            public StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts) {
                return states.checkpoint(source, strategy, cursorField, before == null ? 0 : before.version(), state);
            }

            @Override
            public boolean isStored(StoredState made) {
                return states.find(source).filter(made::isSameAs).isPresent();
            }

            @Override
            public boolean isOn(DataSource rows) {
                return states.isOn(rows);
            }
        };
    }

    /** In the repository that a source names. */
    static StateStore in(
            StateRepository<String, String> repository, String source, String strategy, @Nullable String cursorField) {
        return repository instanceof JdbcStateRepository states
                ? inState(states, source, strategy, cursorField)
                : new ForeignStates(repository, source, strategy, cursorField);
    }

    /** Nowhere but in memory. */
    static StateStore inMemory(String strategy, @Nullable String cursorField) {
        return new StateStore() {
            @Override
            public Optional<StoredState> find() {
                return Optional.empty();
            }

            @Override
            public StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts) {
                return new StoredState(strategy, cursorField, state, before == null ? 1 : before.version() + 1);
            }

            @Override
            public boolean isStored(StoredState made) {
                return false;
            }

            @Override
            public boolean isOn(DataSource rows) {
                return false;
            }
        };
    }
}
