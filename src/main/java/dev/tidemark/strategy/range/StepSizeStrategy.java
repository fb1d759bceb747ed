package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.row.FieldPath;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangedStrategy;
import dev.tidemark.strategy.WorkPlan;
import dev.tidemark.strategy.WorkUnit;
import dev.tidemark.strategy.cursor.AtLeast;
import dev.tidemark.strategy.cursor.Cursor;
import dev.tidemark.strategy.cursor.OptionalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests one range of ids after another.
 *
 * <p><b>Assumes</b> whole numbers as ids, assigned to new records in ascending order.
 * <br><b>Promises</b> every id, over gaps of fewer than {@code maxEmptySteps} ranges, or up to {@code maxId}; each sync
 * starts with the last {@code stepSize} ids again, as gaps may have been filled since.
 * <br><b>Stores</b> {@code current_id}, the highest id seen.
 * <br><b>Loses</b> deletes, and changes to records below the last range.
 */
public final class StepSizeStrategy implements RangedStrategy {

    static final String STATE = "current_id";

    private FieldPath idField = FieldPath.of("id");
    private BigInteger initialId = BigInteger.ONE;
    private BigInteger stepSize = BigInteger.valueOf(1000);
    private @Nullable BigInteger maxId;
    private int maxEmptySteps = 10;

    /** The field of a record that holds its id, or the path to it: a number or numeric text. */
    public void setIdField(String idField) {
        this.idField = FieldPath.of(idField);
    }

    /** The start of the very first range. */
    public void setInitialId(BigInteger initialId) {
        this.initialId = initialId;
    }

    /** How many ids a range has. */
    public void setStepSize(BigInteger stepSize) {
        this.stepSize = AtLeast.of(1, "stepSize", stepSize);
    }

    /** The id to stop at; omitted to stop after {@code maxEmptySteps} empty ranges. */
    public void setMaxId(@Nullable String maxId) {
        String text = OptionalText.of(maxId);
        this.maxId = text == null ? null : new BigInteger(text);
    }

    /** After how many empty ranges in a row a sync ends, when there is no {@code maxId}. */
    public void setMaxEmptySteps(int maxEmptySteps) {
        this.maxEmptySteps = AtLeast.of(1, "maxEmptySteps", maxEmptySteps);
    }

    @Override
    public String name() {
        return "step-size";
    }

    @Override
    public @Nullable String cursorField() {
        return null;
    }

    @Override
    public @Nullable Cursor reached(ObjectNode state) {
        return Cursor.at(new BigDecimal(Objects.requireNonNull(stored(state))), state.get(STATE));
    }

    @Override
    public @Nullable Cursor cursor(Map<String, @Nullable Object> row) {
        Object id = idField.read(row);
        return id == null ? null : Cursor.at(new BigDecimal(id.toString().strip()), id);
    }

    @Override
    public ObjectNode stateAt(String cursor, @Nullable ObjectNode before) {
        try {
            return JsonNodeFactory.instance.objectNode().put(STATE, new BigInteger(cursor.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the cursor `" + cursor + "` is not a whole number", e);
        }
    }

    @Override
    public Paging begin(@Nullable ObjectNode state, Instant now) {
        requireOrder();
        return new StepPaging(idField, initialId, stepSize, maxId, maxEmptySteps, stored(state));
    }

    @Override
    public WorkPlan plan(@Nullable ObjectNode state, Instant now, int window) {
        requireOrder();
        return new StepPlan(initialId, stepSize, maxId, maxEmptySteps, stored(state), window);
    }

    @Override
    public Paging range(WorkUnit range, Instant now) {
        return new StepRange(idField, IdRange.of(range));
    }

    private void requireOrder() {
        if (maxId != null && maxId.compareTo(initialId) < 0) {
            throw new IllegalArgumentException("maxId " + maxId + " is below initialId " + initialId);
        }
    }

    /** The id in the result of a range; null when nothing was found. */
    static @Nullable BigInteger found(ObjectNode outcome) {
        return outcome.isEmpty() ? null : stored(outcome);
    }

    static String endReason(@Nullable BigInteger stored, int emptySteps, BigInteger stepSize) {
        return (stored == null ? "found no id" : "ended at id " + stored) + ", after " + emptySteps
                + " empty ranges of " + stepSize + " (maxEmptySteps)";
    }

    private static @Nullable BigInteger stored(@Nullable ObjectNode state) {
        if (state == null) {
            return null;
        }
        JsonNode value = state.get(STATE);
        if (value == null || !value.isNumber() || !value.canConvertToExactIntegral()) {
            throw new IllegalArgumentException("the stored state " + state + " has no `" + STATE
                    + "` that is a whole number; correct it with `state set` or restart from the beginning with"
                    + " `state reset`");
        }
        return value.bigIntegerValue();
    }
}
