package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Searches a response for the information on the next page, as text. */
final class PageInfoSearch extends PathSearch {

    private @Nullable String value;
    private @Nullable String struct;

    PageInfoSearch(JsonPath path) {
        super(path);
    }

    @Override
    void restart() {
        value = null;
        struct = null;
    }

    @Override
    void read(JsonParser parser, Step there) throws IOException {
        if (parser.currentToken().isStructStart()) {
            struct = kind(parser.currentToken());
            parser.skipChildren();
        } else {
            value = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
        }
    }

    /** @throws PageException when there are several values */
    void requireValue() {
        if (struct != null) {
            throw new PageException("the response has " + struct + " at `" + path().text()
                    + "`, where a single value must give the next page; set the path of that value");
        }
    }

    /** Null when there is none. */
    @Nullable
    String value() {
        return value;
    }
}
