package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the syncs of an API have written. */
interface Destination {

    /** The table as it is now: whether it has this version of a record. */
    Predicate<Item> table();

    /** What is stored; null before the first time. */
    @Nullable
    ObjectNode state();
}
