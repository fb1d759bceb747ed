package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.row.FieldPath;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sync by ranges of ids. */
final class StepPaging implements Paging {

    /** Written out, 1e900000000 would exhaust the memory. */
    private static final int MAX_DIGITS = 1000;

    private final FieldPath idField;
    private final BigInteger initialId;
    private final BigInteger stepSize;
    private final @Nullable BigInteger maxId;
    private final int maxEmptySteps;

    private final @Nullable BigInteger storedBefore;

    private final BigInteger first;
    private BigInteger start;
    private BigInteger end;
    private @Nullable BigInteger found;
    private @Nullable BigInteger least;
    private @Nullable BigInteger greatest;
    private @Nullable BigInteger last;
    private boolean inOrder = true;
    private @Nullable BigInteger stored;
    private @Nullable BigInteger written;
    private @Nullable BigInteger requestedAgainTo;
    private int elements;
    private int emptySteps;
    private boolean ended;

    StepPaging(
            FieldPath idField,
            BigInteger initialId,
            BigInteger stepSize,
            @Nullable BigInteger maxId,
            int maxEmptySteps,
            @Nullable BigInteger stored) {
        this.idField = idField;
        this.initialId = initialId;
        this.stepSize = stepSize;
        this.maxId = maxId;
        this.maxEmptySteps = maxEmptySteps;
        this.stored = stored;
        this.storedBefore = stored;
        this.written = stored;
        BigInteger tail = stored == null ? initialId : stored.subtract(stepSize).add(BigInteger.ONE);
        first = tail.max(initialId);
        beginAt(first);
    }

    private void beginAt(BigInteger id) {
        start = id;
        BigInteger last = start.add(stepSize).subtract(BigInteger.ONE);
        end = maxId == null ? last : last.min(maxId);
        ended = maxId == null ? emptySteps >= maxEmptySteps : start.compareTo(maxId) > 0;
    }

    /** The first id of the next request. */
    BigInteger start() {
        return start;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public PageRequest next() {
        found = null;
        least = null;
        last = null;
        elements = 0;
        inOrder = true;
        return PageRequest.first(Map.of("start", start.toString(), "end", end.toString()));
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        if (row instanceof RefusedRecord) {
            return;
        }
        BigInteger id = id(idField.read(row));
        if (id.compareTo(start) < 0 || id.compareTo(end) > 0) {
            throw new IllegalStateException("requested the ids from " + start + " to " + end + ", the API returned id "
                    + id + ": it does not honour the range; check query and idField");
        }
        found = found == null ? id : found.max(id);
        least = least == null ? id : least.min(id);
        inOrder &= last == null || id.compareTo(last) >= 0;
        last = id;
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        if (idField.read(element) != null) {
            see(element);
        }
    }

    @Override
    public void nestedIn(int count) {
        elements = count;
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        if (continuesBelow()) {
            return;
        }
        if (found == null) {
            // The last range, which had records before, does not show whether more follow.
            boolean isTail = storedBefore != null && end.compareTo(storedBefore) <= 0;
            emptySteps += isTail || elements > 0 ? 0 : 1;
            beginAt(end.add(BigInteger.ONE));
            return;
        }
        boolean overGap = emptySteps > 0 && (requestedAgainTo == null || start.compareTo(requestedAgainTo) > 0);
        emptySteps = 0;
        if (overGap) {
            // Ids may have been assigned in ranges that were empty when they were requested.
            requestedAgainTo = end;
            beginAt(stored == null ? initialId : stored.add(BigInteger.ONE));
        } else {
            stored = stored == null ? found : stored.max(found);
            beginAt(found.add(BigInteger.ONE));
        }
    }

    /** A truncated response that is not in ascending order may lack lower ids: requests these. */
    private boolean continuesBelow() {
        if (greatest == null && (found == null || inOrder)) {
            return false;
        }
        greatest = greatest == null ? found : greatest;
        if (least != null && least.compareTo(start) > 0) {
            end = least.subtract(BigInteger.ONE);
            return true;
        }
        found = greatest;
        greatest = null;
        return false;
    }

    /** The state advances only at the end of a range: within one, ids may come in any order. */
    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        if (next == null) {
            written = stored;
        }
        return written == null ? null : JsonNodeFactory.instance.objectNode().put(StepSizeStrategy.STATE, written);
    }

    @Override
    public @Nullable ObjectNode end() {
        return stateAfter(List.of(), null);
    }

    @Override
    public double progress() {
        return share(first, start, maxId);
    }

    static double share(BigInteger first, BigInteger next, @Nullable BigInteger maxId) {
        return maxId == null
                ? Double.NaN
                : next.subtract(first).doubleValue()
                        / maxId.subtract(first)
                                .add(BigInteger.ONE)
                                .max(BigInteger.ONE)
                                .doubleValue();
    }

    @Override
    public @Nullable String endReason() {
        return maxId != null ? null : StepSizeStrategy.endReason(stored, emptySteps, stepSize);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    private BigInteger id(@Nullable Object value) {
        try {
            BigDecimal number = new BigDecimal(String.valueOf(value).strip());
            if (Math.abs((long) number.scale()) > MAX_DIGITS) {
                throw new NumberFormatException("it has more than " + MAX_DIGITS + " digits");
            }
            return number.toBigIntegerExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalStateException(
                    "a record has `" + value + "` as its `" + idField + "`, which is not a whole number; check idField",
                    e);
        }
    }
}
