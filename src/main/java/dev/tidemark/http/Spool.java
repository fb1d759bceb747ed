package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.commons.io.function.IOConsumer;
import org.apache.commons.io.input.ProxyInputStream;
import org.apache.commons.io.output.DeferredFileOutputStream;
import org.apache.commons.io.output.ProxyOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a response, which are read from the beginning again after each {@link #reset}: few are kept in memory, more in
 * a temporary file until it is closed. Not thread-safe.
 */
final class Spool extends ProxyInputStream implements StreamCache {

    private static final int MEMORY = 2 * 1024 * 1024;

    private final DeferredFileOutputStream bytes;
    private boolean closed;

    private Spool(DeferredFileOutputStream bytes) {
        super(InputStream.nullInputStream());
        this.bytes = bytes;
    }

    /**
     * Keeps what is written.
     *
     * @throws ClientException when there is no room for it
     */
    static Spool of(IOConsumer<OutputStream> writer) throws IOException {
        Spool spool = new Spool(DeferredFileOutputStream.builder()
                .setThreshold(MEMORY)
                .setPrefix(SpoolFiles.PREFIX)
                .setSuffix(SpoolFiles.SUFFIX)
                .get());
        try {
            writer.accept(explaining(spool.bytes));
            spool.bytes.close();
            spool.in = spool.bytes.toInputStream();
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private static OutputStream explaining(OutputStream out) {
        return new ProxyOutputStream(out) {
            @Override
            protected void handleIOException(IOException e) throws IOException {
                throw new ClientException(
                        "a response of more than " + MEMORY
                                + " bytes is kept in a temporary file, and none can be written in "
                                + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                                + "); make room there, or name another directory: JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                        e);
            }
        };
    }

    /** Goes back to the first byte. After {@link #close} it has none. */
    @Override
    public synchronized void reset() {
        if (!closed) {
            try {
                in.close();
                in = bytes.toInputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lets go of the bytes, in memory or on disk. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            bytes.close();
            in.close();
            in = InputStream.nullInputStream();
            Path file = bytes.getPath();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        in.transferTo(out);
    }

    /** None: there is one reader. */
    @Override
    public @Nullable StreamCache copy(Exchange exchange) {
        return null;
    }

    @Override
    public boolean inMemory() {
        return bytes.isInMemory();
    }

    @Override
    public long length() {
        return bytes.getByteCount();
    }

    /** Not known. */
    @Override
    public long position() {
        return -1;
    }
}
