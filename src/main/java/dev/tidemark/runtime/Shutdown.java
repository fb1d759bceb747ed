package dev.tidemark.runtime;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Handles a stop signal (SIGTERM, Ctrl-C). It stops the running command's work, so that the command ends normally, with its
 * own output and exit status. A second signal ends the program at once.
 *
 * <p>A shutdown hook would not work: all hooks run at the same time, and H2's closes the database while a chunk is being
 * written.
 */
public final class Shutdown {

    private static final int KILLED = 143;

    private final AtomicReference<Runnable> work = new AtomicReference<>();

    /** Installs the signal handlers. It uses reflection, because the compiler warns about the JDK's only API for this. */
    public void listen() {
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
            throw new IllegalStateException("this Java runtime does not support signal handlers", e);
        }
    }

    /** Sets the action of the next signal, which runs on its own thread. */
    public void stops(Runnable stop) {
        work.set(stop);
    }

    /** Removes the action: a signal then ends the program at once. */
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
