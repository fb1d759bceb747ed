package dev.tidemark.strategy;

import java.util.List;

/**
 * What a source says of its list.
 *
 * @param filtered whether the API takes a cursor; otherwise each sync walks the whole list
 * @param ascending whether the list is in ascending order of the cursor
 * @param requireTotal whether a total above the records that came fails a sync
 * @param keyFields the fields that distinguish its records; empty when all of them do together
 * @param keyNamed whether the source names these fields itself
 */
record ListSettings(
        boolean filtered, boolean ascending, boolean requireTotal, List<String> keyFields, boolean keyNamed) {}
