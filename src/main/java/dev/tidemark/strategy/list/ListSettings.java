package dev.tidemark.strategy.list;

import java.util.List;

/**
 * The settings of a source's list.
 *
 * @param filtered whether the API accepts a cursor; otherwise each sync reads the whole list
 * @param ascending whether the list is in ascending order of the cursor
 * @param requireTotal whether a total above the number of records fails a sync
 * @param keyFields the fields that distinguish its records; empty when all fields together do
 * @param keyNamed whether the source names these fields itself
 */
record ListSettings(
        boolean filtered, boolean ascending, boolean requireTotal, List<String> keyFields, boolean keyNamed) {}
