package dev.tidemark.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.json.Json;
import dev.tidemark.json.JsonPath;
import dev.tidemark.text.SafeText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passes on the record that is the whole document, and finds in it what else the document says. */
final class RootRecord implements RecordSearch.Rows {

    private final RecordSearch.Rows rows;
    private JsonNode document = Json.EXACT.nullNode();

    RootRecord(RecordSearch.Rows rows) {
        this.rows = rows;
    }

    @Override
    public void accept(Map<String, @Nullable Object> row) {
        document = Json.EXACT.valueToTree(row);
        rows.accept(row);
    }

    @Override
    public void restart() {
        rows.restart();
    }

    /** @throws PageException when there is an error at the path */
    void requireNoError(JsonPath path) {
        JsonNode found = path.in(document);
        if (!found.isMissingNode() && !new ErrorText(path, found.toString()).isNone()) {
            throw new PageException(
                    "the API responded with an error at `" + path.text() + "`: " + SafeText.excerpt(found.toString()));
        }
    }

    /** The information on the next page; null when there is none. */
    @Nullable
    String pageInfo(JsonPath path) {
        JsonNode found = path.in(document);
        return found.isValueNode() && !found.isNull() ? found.asText() : null;
    }
}
