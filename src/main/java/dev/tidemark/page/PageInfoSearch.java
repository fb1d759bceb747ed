package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for what a response says of how its list goes on, as the text that it is. */
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
                    + "`, where a single value says how its list goes on; give the path of that value");
        }
    }

    /** Null when it says nothing. */
    @Nullable
    String value() {
        return value;
    }
}
