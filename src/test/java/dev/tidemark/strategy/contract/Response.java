package dev.tidemark.strategy.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page.
 *
 * @param pageInfo what it says about further ones
 */
record Response(List<Item> items, @Nullable String pageInfo) {}
