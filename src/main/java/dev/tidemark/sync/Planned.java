package dev.tidemark.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.RangePlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paging of a sync whose requests are all made by workers. */
record Planned(RangePlan plan) implements Paging {

    @Override
    public boolean hasNext() {
        return !plan.hasEnded();
    }

    @Override
    public PageRequest next() {
        throw new IllegalStateException("not all of its ranges have come back");
    }

    @Override
    public void see(Map<String, @Nullable Object> row) {
        throw new IllegalStateException("the workers see the records");
    }

    @Override
    public void pageRead(@Nullable String fact) {
        throw new IllegalStateException("the workers read the pages");
    }

    @Override
    public @Nullable ObjectNode stateAfter(
            List<Map<String, @Nullable Object>> chunk, @Nullable Map<String, @Nullable Object> next) {
        return plan.state();
    }

    @Override
    public @Nullable ObjectNode end() {
        return plan.state();
    }

    @Override
    public double share() {
        return plan.share();
    }

    @Override
    public @Nullable String howItEnded() {
        return plan.howItEnded();
    }

    @Override
    public List<String> warnings() {
        return plan.warnings();
    }
}
