package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.spi.StateRepository;
import org.jspecify.annotations.Nullable;

/** Stores the state of a sync. */
interface StateStore {

    /** The state of earlier syncs; empty when there is none. */
    Optional<StoredState> find();

    /** As {@link #find}, without creating anything. */
    default Optional<StoredState> look() {
        return find();
    }

    /**
     * Stores a state.
     *
     * @param before the last stored state; null when there is none
     * @param counts what was done so far
     */
    StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts);

    /** Called when rows are written that do not change the state. */
    default void heartbeat() {}

    /** Whether a state is stored, as another connection sees it. */
    boolean isStored(StoredState made);

    /** Whether states are stored in this database, so that one transaction can hold both. */
    boolean isOn(DataSource rows);

    /** Stores the state in the table of states. */
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

    /** Stores the state in the repository that a source names. */
    static StateStore in(
            StateRepository<String, String> repository, String source, String strategy, @Nullable String cursorField) {
        return repository instanceof JdbcStateRepository states
                ? inState(states, source, strategy, cursorField)
                : new ForeignStates(repository, source, strategy, cursorField);
    }

    /** Keeps the state in memory only. */
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
