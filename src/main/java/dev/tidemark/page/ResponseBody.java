package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.StreamCache;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/** The body of a response, which is read more than once. */
final class ResponseBody {

    private ResponseBody() {}

    /** The bytes from the beginning; to close them leaves the body open. */
    static InputStream read(StreamCache body) {
        body.reset();
        return CloseShieldInputStream.wrap((InputStream) body);
    }

    /** Lets go of what is kept of it. */
    static void close(@Nullable StreamCache body) throws IOException {
        if (body instanceof Closeable kept) {
            kept.close();
        }
    }
}
