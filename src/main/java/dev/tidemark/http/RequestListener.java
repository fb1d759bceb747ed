package dev.tidemark.http;

import java.time.Duration;

/** Listens to the requests of the sources, on their threads, and must not throw. An optional bean of Camel's registry. */
public interface RequestListener {

    /** Does nothing. */
    RequestListener NONE = new RequestListener() {
        @Override
        public void responseReceived(String source, Duration took) {}

        @Override
        public void retried(String source) {}

        @Override
        public void throttled(String source, Duration waited) {}
    };

    /** Called when a response was received completely, with any status. */
    void responseReceived(String source, Duration took);

    /** Called when a request is retried. */
    void retried(String source);

    /** Called when a request had to wait: for the rate limit, or for a pause that the server requested. */
    void throttled(String source, Duration waited);
}
