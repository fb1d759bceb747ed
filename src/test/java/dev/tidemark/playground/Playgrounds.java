package dev.tidemark.playground;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Starts playgrounds for tests, on free ports. */
final class Playgrounds {

    static final PlaygroundOptions OPTIONS = PlaygroundOptions.defaults().withPort(0);
    static final Credentials CREDENTIALS = new Credentials("ann", "p w:d", "bearer-1", "key-1");

    private Playgrounds() {}

    static Playground start(PlaygroundOptions options, TestClock clock) {
        try {
            return Playground.start(options, CREDENTIALS, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
