package dev.tidemark.row;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record that is known to be wrong before the sink gets it. The steps of a route see a Map like any other. The sink stores
 * it as a reject with its reason, and never as a row. A step that replaces it must pass the reason on. Not thread-safe.
 */
public final class RefusedRecord extends AbstractMap<String, @Nullable Object> implements Serializable {

    /** The field with the values of a record whose names are unknown. */
    public static final String VALUES = "_values";

    private static final long serialVersionUID = 1;

    private final LinkedHashMap<String, @Nullable Object> fields;
    private final String reason;

    /**
     * Creates one with a copy of the fields.
     *
     * @param reason what is wrong, where, and what to change; without secrets
     */
    public RefusedRecord(Map<String, @Nullable Object> fields, String reason) {
        this.fields = new LinkedHashMap<>(fields);
        this.reason = reason;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return fields.containsKey(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return fields.get(name);
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        return fields.put(name, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        return fields.remove(name);
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return fields.entrySet();
    }
}
