package dev.tidemark.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML document while it is read: its attributes and elements are fields, and a repeated one is an array.
 * Names are without their namespace. Not thread-safe.
 */
final class XmlElement {

    /** The field with the text beside attributes or elements. */
    static final String TEXT = "_text";

    private final String name;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private boolean hasElements;
    private boolean isNil;

    /** The element that has just begun. */
    XmlElement(XMLStreamReader reader) {
        name = reader.getLocalName();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String attribute = reader.getAttributeLocalName(i);
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i))) {
                add(attribute, reader.getAttributeValue(i));
            } else if (attribute.equals("nil")) {
                isNil = reader.getAttributeValue(i).matches("true|1");
            }
        }
    }

    String name() {
        return name;
    }

    void append(String more) {
        text.append(more);
    }

    void add(XmlElement child) {
        hasElements = true;
        add(child.name, child.value());
    }

    /** Notes an element whose content is elsewhere. */
    void hasElement() {
        hasElements = true;
    }

    /** Whether it has neither elements nor text. */
    boolean isEmpty() {
        return !hasElements && text.toString().isBlank();
    }

    /** Its fields, with its text as a field. */
    Map<String, @Nullable Object> object() {
        String content = hasElements ? text.toString().strip() : text.toString();
        if (!content.isEmpty()) {
            add(TEXT, content);
        }
        text.setLength(0);
        return fields;
    }

    /** A text when it has nothing else, null when it has nothing at all. */
    private @Nullable Object value() {
        if (isNil) {
            return null;
        }
        if (!fields.isEmpty()) {
            return object();
        }
        return text.isEmpty() ? null : text.toString();
    }

    @SuppressWarnings("unchecked")
    private void add(String field, @Nullable Object value) {
        if (!fields.containsKey(field)) {
            fields.put(field, value);
        } else if (fields.get(field) instanceof List) {
            ((List<@Nullable Object>) fields.get(field)).add(value);
        } else {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(fields.get(field));
            all.add(value);
            fields.put(field, all);
        }
    }
}
