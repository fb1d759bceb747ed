package dev.tidemark.strategy.range;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.row.FieldPath;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches one range of a {@link StepPlan}; its result is its own state: the greatest id found, or none. */
final class StepRange implements Paging {

    private final StepPaging paging;
    private final IdRange range;

    StepRange(FieldPath idField, IdRange range) {
        this.range = range;
        this.paging = new StepPaging(
                idField,
                range.first(),
                range.last().subtract(range.first()).add(BigInteger.ONE),
                range.last(),
                1,
                null);
    }

    /** The plan requests what is missing at the end, when it knows more. */
    @Override
    public boolean hasNext() {
        return paging.hasNext() && paging.start().equals(range.first());
    }

    @Override
    public PageRequest next() {
        return paging.next();
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        paging.see(row);
    }

    @Override
    public void seeEmpty(Map<String, @Nullable Object> element) {
        paging.seeEmpty(element);
    }

    @Override
    public void nestedIn(int elements) {
        paging.nestedIn(elements);
    }

    @Override
    public void pageRead(@Nullable String pageInfo) {
        paging.pageRead(pageInfo);
    }

    /** The result, with the last rows; null before. */
    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return next == null && !hasNext() ? end() : null;
    }

    @Override
    public ObjectNode end() {
        ObjectNode found = paging.end();
        return found == null ? JsonNodeFactory.instance.objectNode() : found;
    }

    @Override
    public List<String> warnings() {
        return paging.warnings();
    }
}
