package dev.tidemark.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.json.Json;
import dev.tidemark.state.Partition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What identifies a partition: the values of the names in braces, as texts. */
final class PartitionId {

    private PartitionId() {}

    /** @param identity the names that identify it, each with a value */
    static Partition partition(ObjectNode values, Collection<String> identity) {
        String canonical = Json.PLAIN.valueToTree(texts(values, identity)).toString();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return new Partition(HexFormat.of().formatHex(hash), values);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The texts of the values that identify a partition, sorted by name. */
    private static Map<String, String> texts(ObjectNode values, Collection<String> identity) {
        Map<String, String> texts = new TreeMap<>();
        identity.forEach(name -> texts.put(name, Partition.text(values.path(name))));
        return texts;
    }
}
