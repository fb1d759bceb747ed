package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sync by ranges of ids. */
final class StepPaging implements Paging {

    private final String idField;
    private final BigInteger stepSize;
    private final @Nullable BigInteger maxId;
    private final int maxEmptySteps;

    private BigInteger start;
    private BigInteger end;
    private @Nullable BigInteger stored;
    private @Nullable BigInteger highest;
    private int rows;
    private int emptySteps;
    private boolean ended;

    StepPaging(
            String idField,
            BigInteger initialId,
            BigInteger stepSize,
            @Nullable BigInteger maxId,
            int maxEmptySteps,
            @Nullable BigInteger stored) {
        this.idField = idField;
        this.stepSize = stepSize;
        this.maxId = maxId;
        this.maxEmptySteps = maxEmptySteps;
        this.stored = stored;
        this.highest = stored;
        BigInteger tail = stored == null ? initialId : stored.subtract(stepSize).add(BigInteger.ONE);
        this.start = tail.max(initialId);
        this.end = start.subtract(BigInteger.ONE);
        this.ended = maxId != null && start.compareTo(maxId) > 0;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        start = end.add(BigInteger.ONE).max(start);
        end = start.add(stepSize).subtract(BigInteger.ONE);
        end = maxId == null ? end : end.min(maxId);
        rows = 0;
        return PageRequest.first(Map.of("start", start.toString(), "end", end.toString()));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        rows++;
        BigInteger id = id(row.get(idField));
        if (id.compareTo(start) < 0 || id.compareTo(end) > 0) {
            throw new IllegalStateException(
                    "asked for the ids from " + start + " to " + end + ", the API answered with one of " + id
                            + ": it does not honour the range; check query and idField");
        }
        highest = highest == null ? id : highest.max(id);
    }

    @Override
    public void pageRead(@Nullable String fact) {
        emptySteps = rows == 0 ? emptySteps + 1 : 0;
        ended = maxId == null ? emptySteps >= maxEmptySteps : end.compareTo(maxId) >= 0;
    }

    /** The state moves at the end of a range only: within one, ids may come in any order. */
    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (next == null) {
            stored = highest;
        }
        return stored == null ? null : JsonNodeFactory.instance.objectNode().put(StepSizeStrategy.STATE, stored);
    }

    @Override
    public @Nullable ObjectNode end() {
        return stateAfter(List.of(), null);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    private BigInteger id(@Nullable Object value) {
        try {
            return new BigDecimal(String.valueOf(value).strip()).toBigIntegerExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalStateException(
                    "a record has `" + value + "` as its `" + idField + "`, which is no whole number; check idField",
                    e);
        }
    }
}
