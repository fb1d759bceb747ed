package dev.tidemark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a stop signal (SIGTERM, Ctrl-C) does: it stops the running command's work, lets the command say its last word,
 * and ends the program with the command's own exit status. Safe for use by several threads.
 */
final class Shutdown {

    private static final int SECONDS = 40;
    private static final int INTERRUPTED = 130;

    private final AtomicReference<Runnable> work = new AtomicReference<>(() -> {});
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean signalled;
    private volatile int status = INTERRUPTED;

    /** From now on a signal runs this, on a thread of its own. */
    void stops(Runnable stop) {
        work.set(stop);
    }

    /** Whether a signal has come. */
    boolean isSignalled() {
        return signalled;
    }

    /** The command has returned. */
    void ended(int exitStatus) {
        status = exitStatus;
        ended.countDown();
    }

    /** The program is going down: by a signal, or because the command has returned. */
    void hook() {
        if (ended.getCount() == 0) {
            return;
        }
        signalled = true;
        work.get().run();
        try {
            if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
                status = INTERRUPTED;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Left to itself, the JVM would end with the signal's number whatever the command says.
        Runtime.getRuntime().halt(status);
    }
}
