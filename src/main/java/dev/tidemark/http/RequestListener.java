package dev.tidemark.http;

import java.time.Duration;

/** Is told what the requests of the sources cost, on their threads, and must not throw. One may stand in Camel's registry. */
public interface RequestListener {

    /** Nobody. */
    RequestListener NONE = new RequestListener() {
        @Override
        public void answered(String source, Duration took) {}

        @Override
        public void retried(String source) {}

        @Override
        public void throttled(String source, Duration waited) {}
    };

    /** A request was answered, with whatever status, and its answer is here to its end. */
    void answered(String source, Duration took);

    /** A request is made once more. */
    void retried(String source);

    /** A request waited for its turn: for the rate limit, or because the server wanted none. */
    void throttled(String source, Duration waited);
}
