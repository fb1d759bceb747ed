package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.input.ProxyInputStream;
import org.apache.commons.io.output.DeferredFileOutputStream;
import org.apache.commons.io.output.ProxyOutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps the bytes of an answer, to be read more than once: small ones in memory, others in a temporary file. */
public final class Spool implements Closeable {

    private static final int MEMORY = 2 * 1024 * 1024;

    private @Nullable DeferredFileOutputStream bytes = DeferredFileOutputStream.builder()
            .setThreshold(MEMORY)
            .setPrefix(SpoolFiles.PREFIX)
            .setSuffix(SpoolFiles.SUFFIX)
            .get();
    private InputStream current = InputStream.nullInputStream();

    /** What is read of a spool. The spool itself can be got back from it. */
    private static final class Content extends ProxyInputStream {

        private final Spool spool;

        Content(Spool spool, InputStream in) {
            super(in);
            this.spool = spool;
        }

        @Override
        public void close() throws IOException {
            super.close();
            in = InputStream.nullInputStream();
        }
    }

    /** The spool that a stream comes from, or a new one with all of its bytes. */
    static Spool of(InputStream in) throws IOException {
        if (in instanceof Content content) {
            return content.spool;
        }
        Spool spool = new Spool();
        try (in) {
            in.transferTo(spool.sink());
        }
        return spool;
    }

    /** Where the bytes go; it throws a {@link PageException} when there is no room for them. */
    public OutputStream sink() {
        return new ProxyOutputStream(open()) {
            @Override
            protected void handleIOException(IOException e) {
                throw new PageException(
                        "an answer of more than " + MEMORY
                                + " bytes waits in a temporary file, and none can be written in "
                                + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                                + "); make room there, or name another directory: JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                        e);
            }
        };
    }

    /** The bytes from the beginning; what was read of them before ends. */
    public InputStream read() throws IOException {
        DeferredFileOutputStream written = open();
        written.close();
        current.close();
        current = new Content(this, written.toInputStream());
        return current;
    }

    /** Lets go of the bytes, in memory or on disk. */
    @Override
    public void close() throws IOException {
        DeferredFileOutputStream written = bytes;
        if (written != null) {
            bytes = null;
            written.close();
            current.close();
            Path file = written.getPath();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }

    private DeferredFileOutputStream open() {
        if (bytes == null) {
            throw new IllegalStateException("the answer was let go of");
        }
        return bytes;
    }
}
