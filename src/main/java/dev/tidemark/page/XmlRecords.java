package dev.tidemark.page;

import dev.tidemark.json.RecordJson;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The elements at a path of an XML body, one at a time, and everything else in it at the end. Document type declarations are
 * refused, and with them all entities of their own. Depth and sizes are bounded. Not thread-safe.
 */
final class XmlRecords extends ReadAhead {

    private static final int LARGEST = RecordJson.LONGEST_TEXT;

    /** What an element takes at least in memory, in characters. */
    private static final int ELEMENT = 32;

    private final ResponseBody body;
    private final List<String> path;
    private final TokenLimit text;
    private final XMLStreamReader reader;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    /** How many of the open elements are on the path, from the outermost one on. */
    private int onPath;

    private boolean inRecord;
    private boolean parentIsEmpty;
    private int restSize;
    private int recordSize;
    private @Nullable XmlElement root;

    /** @param path the names of the elements below the root that lead to the records */
    XmlRecords(ResponseBody body, List<String> path) throws IOException {
        this.body = body;
        this.path = path;
        this.text = new TokenLimit(body.xmlText());
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            this.reader = factory.createXMLStreamReader(text);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    /** The outermost element, without the records. Known after the last one. */
    XmlElement root() {
        return Objects.requireNonNull(root);
    }

    /** Whether an element that should contain the records is there, and has nothing in it. */
    boolean parentIsEmpty() {
        return parentIsEmpty;
    }

    @Override
    @Nullable
    Map<String, @Nullable Object> read() {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                text.restart();
                switch (event) {
                    case XMLStreamConstants.DTD ->
                        throw new PageException("the response has a DOCTYPE" + line() + ", which is refused: it could"
                                + " define entities; have the API send XML without it");
                    case XMLStreamConstants.START_ELEMENT -> begin();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> append();
                    case XMLStreamConstants.END_ELEMENT -> {
                        Map<String, @Nullable Object> record = end();
                        if (record != null) {
                            return record;
                        }
                    }
                    default -> {}
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private void begin() {
        if (open.size() == RecordJson.MOST_NESTED) {
            throw new PageException("the response is nested more than " + RecordJson.MOST_NESTED + " deep" + line());
        }
        boolean continuesPath = !inRecord
                && onPath == open.size()
                && (open.isEmpty()
                        || (onPath <= path.size() && reader.getLocalName().equals(path.get(onPath - 1))));
        open.push(new XmlElement(reader));
        onPath += continuesPath ? 1 : 0;
        inRecord |= continuesPath && onPath == path.size() + 1;
        int size = ELEMENT + reader.getLocalName().length();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            size += ELEMENT
                    + reader.getAttributeLocalName(i).length()
                    + reader.getAttributeValue(i).length();
        }
        grow(size);
    }

    private void append() {
        XmlElement element = open.peek();
        // The line breaks between a million records are not kept.
        if (element != null && (inRecord || !reader.isWhiteSpace())) {
            grow(reader.getTextLength());
            element.append(reader.getText());
        }
    }

    /** The record that ends here; null when none does. */
    private @Nullable Map<String, @Nullable Object> end() {
        XmlElement element = open.pop();
        XmlElement around = open.peek();
        boolean isOnPath = open.size() < onPath;
        if (isOnPath) {
            onPath--;
            parentIsEmpty |= onPath == path.size() - 1 && element.isEmpty();
        }
        root = around == null ? element : root;
        if (isOnPath && inRecord) {
            inRecord = false;
            recordSize = 0;
            if (around != null) {
                around.hasElement();
            }
            return element.object();
        }
        if (around != null) {
            around.add(element);
        }
        return null;
    }

    private void grow(int more) {
        recordSize += inRecord ? more : 0;
        restSize += inRecord ? 0 : more;
        if (recordSize > LARGEST) {
            throw new PageException("a record is larger than 8 MiB" + line() + "; check recordsPath");
        }
        if (restSize > LARGEST) {
            throw new PageException(
                    "the response has more than 8 MiB outside its records" + line() + "; check recordsPath");
        }
    }

    private String line() {
        return ", in line " + reader.getLocation().getLineNumber();
    }

    private PageException unreadable(XMLStreamException e) {
        String line =
                "line " + Math.max(e.getLocation() == null ? 1 : e.getLocation().getLineNumber(), 1);
        if (e.getNestedException() instanceof CharacterCodingException coding) {
            return body.notInCharset(line + " of the response", coding);
        }
        String message = String.valueOf(e.getMessage()).replaceFirst("(?s).*\\nMessage: ", "");
        return new PageException(
                "the response is not complete XML, in " + line + ": " + SafeText.excerpt(message)
                        + "; check whether the API, or a proxy before it, truncates its responses",
                e);
    }
}
