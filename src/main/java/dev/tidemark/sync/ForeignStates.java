package dev.tidemark.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.StoredState;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.spi.StateRepository;
import org.jspecify.annotations.Nullable;

/**
 * The state of a source in a third-party repository: a JSON object with {@code strategy}, {@code cursorField},
 * {@code version} and {@code state}. It is written after the rows, outside their transaction. After a crash, rows may be
 * delivered again, and none is lost.
 */
final class ForeignStates implements StateStore {

    private final StateRepository<String, String> repository;
    private final String source;
    private final String strategy;
    private final @Nullable String cursorField;

    ForeignStates(
            StateRepository<String, String> repository, String source, String strategy, @Nullable String cursorField) {
        this.repository = repository;
        this.source = source;
        this.strategy = strategy;
        this.cursorField = cursorField;
    }

    @Override
    public Optional<StoredState> find() {
        String text;
        try {
            text = repository.getState(source);
        } catch (RuntimeException e) {
            throw new IllegalStateException("cannot read the state repository: " + Failure.text(e), e);
        }
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(read(text));
    }

    /** A value that was set by hand may be the state alone. */
    private static StoredState read(String text) {
        ObjectNode whole = JdbcStateRepository.parse(text);
        if (whole.get("state") instanceof ObjectNode state && whole.hasNonNull("strategy")) {
            JsonNode field = whole.get("cursorField");
            return new StoredState(
                    whole.get("strategy").asText(),
                    field == null || field.isNull() ? null : field.asText(),
                    state,
                    whole.path("version").asLong());
        }
        return new StoredState("", null, whole, 0);
    }

    @Override
    public StoredState store(@Nullable StoredState before, ObjectNode state, RowCounts counts) {
        long version = before == null ? 0 : before.version();
        if (find().map(StoredState::version).orElse(0L) != version) {
            throw new IllegalStateException(
                    "another sync changed its state in the meantime (this sync started from version " + version
                            + "); run one sync of " + source + " at a time");
        }
        StoredState next = new StoredState(strategy, cursorField, state, version + 1);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("strategy", strategy).put("cursorField", cursorField).put("version", next.version());
        whole.set("state", state);
        try {
            repository.setState(source, whole.toString());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the state repository did not store the state; the rows are written, and will be delivered"
                            + " again: " + Failure.text(e),
                    e);
        }
        return next;
    }

    @Override
    public boolean isStored(StoredState made) {
        return find().filter(made::isSameAs).isPresent();
    }

    @Override
    public boolean isOn(DataSource rows) {
        return false;
    }
}
