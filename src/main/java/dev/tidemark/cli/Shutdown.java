package dev.tidemark.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a stop signal (SIGTERM, Ctrl-C) does: it stops the running command's work, so that the command comes to its own
 * end, with its own last word and exit status. A second signal ends the program at once.
 *
 * <p>Not a shutdown hook: those all run at the same time, and H2's closes the database under a chunk that is being
 * written.
 */
final class Shutdown {

    private static final int KILLED = 143;

    private final AtomicReference<Runnable> work = new AtomicReference<>();

    /** Listens to signals from now on. By reflection, because the compiler warns of the JDK's only way to do so. */
    void listen() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stops = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        stop();
                        return null;
                    });
            for (String name : List.of("TERM", "INT")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), stops);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java does not let a program listen to signals", e);
        }
    }

    /** From now on the next signal runs this, on a thread of its own. */
    void stops(Runnable stop) {
        work.set(stop);
    }

    /** There is no work at the moment: a signal ends the program at once. */
    void idle() {
        work.set(null);
    }

    private void stop() {
        Runnable stop = work.getAndSet(null);
        if (stop == null) {
            Runtime.getRuntime().halt(KILLED);
        } else {
            stop.run();
        }
    }
}
