package dev.tidemark.row;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An element of a response that has no records within it, in place of a record. It is never written, but a strategy must see
 * it: the API counts it, and it may have the cursor.
 */
public final class EmptyElement extends AbstractMap<String, @Nullable Object> {

    private final Map<String, @Nullable Object> fields;

    /** @param around the fields of the object in which records were expected */
    public EmptyElement(Map<String, @Nullable Object> around) {
        this.fields = Collections.singletonMap(FieldPath.PARENT, around);
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return fields.entrySet();
    }
}
