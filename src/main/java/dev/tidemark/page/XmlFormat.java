package dev.tidemark.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import dev.tidemark.json.JsonPath;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * XML: the elements at a path are the records. Paths begin below the outermost element.
 *
 * @param recordsPath where the records are, an exact path
 * @param errorPath where the document reports an error; null when it does not
 * @param pageInfoPath where it has the information on the next page; null when it has none
 * @param emptyWhenMissing whether a document without such elements has no records
 */
record XmlFormat(
        RecordsPath recordsPath,
        @Nullable JsonPath errorPath,
        @Nullable JsonPath pageInfoPath,
        boolean emptyWhenMissing)
        implements BodyFormat {

    @Override
    public Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException {
        new UnreadableBody(body).requireXml();
        XmlRecords all = records(body);
        int records = 0;
        for (; all.hasNext(); records++) {
            rows.accept(all.next());
        }
        JsonNode rest = recordsPath.isWhole()
                ? Json.EXACT.createObjectNode()
                : Json.EXACT.valueToTree(all.root().object());
        requireNoError(errorPath, rest);
        if (records == 0) {
            requireNothing(all, rest);
        }
        return new Content(recordsPath, records, pageInfo(rest));
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException {
        return records(body);
    }

    private XmlRecords records(ResponseBody body) throws IOException {
        return new XmlRecords(body, recordsPath.array().names());
    }

    private static void requireNoError(@Nullable JsonPath path, JsonNode rest) {
        JsonNode error = path == null ? Json.EXACT.missingNode() : path.in(rest);
        if (path != null && !error.isMissingNode() && !new ErrorText(path, error.toString()).isNone()) {
            throw new PageException(
                    "the API responded with an error at `" + path.text() + "`: " + SafeText.excerpt(error.toString()));
        }
    }

    /** Without records, the document must clearly show that there are none, and nothing else. */
    private void requireNothing(XmlRecords all, JsonNode rest) {
        String root = all.root().name();
        String found = "no element at `" + recordsPath.text() + "`, below `<" + SafeText.excerpt(root) + ">`";
        JsonNode here = rest;
        List<String> names = recordsPath.array().names();
        for (int i = 0; i < names.size(); i++) {
            requireNoUsualError(found, JsonPath.to(names.subList(0, i)), here);
            here = here.path(names.get(i));
        }
        if (ErrorText.isUsual(root) || !(all.parentIsEmpty() || emptyWhenMissing)) {
            throw new PageException("the response has " + found + "; check recordsPath"
                    + (ErrorText.isUsual(root)
                            ? ", and what the API responds to this request"
                            : ", or set emptyWhenMissing to true if this means an empty result"));
        }
    }

    private static void requireNoUsualError(String found, JsonPath place, JsonNode object) {
        object.properties().forEach(field -> {
            if (ErrorText.isUsual(field.getKey())
                    && !new ErrorText(place, field.getValue().toString()).isNone()) {
                throw new PageException("the response has " + found + ", and an error at `" + field.getKey() + "`: "
                        + SafeText.excerpt(field.getValue().toString()) + "; set errorPath to its path");
            }
        });
    }

    private @Nullable String pageInfo(JsonNode rest) {
        JsonNode found = pageInfoPath == null ? Json.EXACT.missingNode() : pageInfoPath.in(rest);
        if (found.isContainerNode()) {
            throw new PageException("the response has "
                    + (found.isArray() ? "several elements" : "an element with attributes or elements") + " at `"
                    + (pageInfoPath == null ? "" : pageInfoPath.text())
                    + "`, where a single value must give the next page; set the path of that value, such as `"
                    + XmlElement.TEXT + "` in it");
        }
        return found.isTextual() ? found.textValue() : null;
    }
}
