package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for the error that an API tells of in a response of status 200. */
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

    /** Whether there is a value, an error or not, at a place or in what is there. */
    boolean isIn(JsonPath place) {
        return error != null && error.place().leadsInto(place);
    }

    /** @throws PageException when there is an error */
    void requireNone() {
        if (error != null && !error.isNone()) {
            throw new PageException(
                    "the API responded with an error at `" + path().text() + "`: " + Excerpt.of(error.text()));
        }
    }
}
