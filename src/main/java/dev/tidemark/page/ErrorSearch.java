package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.json.JsonPath;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Searches a response of status 200 for an error that the API reports. */
final class ErrorSearch extends PathSearch {

    private @Nullable ErrorText error;

    ErrorSearch(JsonPath path) {
        super(path);
    }

    @Override
    void restart() {
        error = null;
    }

    @Override
    void read(JsonParser parser, Step there) throws IOException {
        error = ErrorText.read(parser, JsonPath.to(there.place()));
    }

    /** Whether there is a value at a place or within it, be it an error or not. */
    boolean isIn(JsonPath place) {
        return error != null && error.place().leadsInto(place);
    }

    /** @throws PageException when there is an error */
    void requireNone() {
        if (error != null && !error.isNone()) {
            throw new PageException(
                    "the API responded with an error at `" + path().text() + "`: " + SafeText.excerpt(error.text()));
        }
    }
}
