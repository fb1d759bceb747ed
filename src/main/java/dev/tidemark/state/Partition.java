package dev.tidemark.state;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One partition of a source: what its requests and records get.
 *
 * @param id SHA-256 of the canonical JSON of the values that identify it, as 64 hexadecimal digits
 * @param values all of its values by their names, those that identify it among them; never null
 */
public record Partition(String id, ObjectNode values) {

    /** How many digits of the id are shown. */
    public static final int SHORT_ID = 12;
}
