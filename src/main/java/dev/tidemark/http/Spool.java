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

    /** Null once it is closed: Camel holds on to every response until the sync ends. */
    private @Nullable DeferredFileOutputStream bytes;

    private Spool(DeferredFileOutputStream bytes) {
        super(InputStream.nullInputStream());
        this.bytes = bytes;
    }

    /**
     * Keeps what is written.
     *
     * @throws ClientException when the disk has no room left
     */
    static Spool of(IOConsumer<OutputStream> writer) throws IOException {
        DeferredFileOutputStream bytes = DeferredFileOutputStream.builder()
                .setThreshold(MEMORY)
                .setPrefix(SpoolFiles.PREFIX)
                .setSuffix(SpoolFiles.SUFFIX)
                .get();
        Spool spool = new Spool(bytes);
        try {
            writer.accept(explaining(bytes));
            bytes.close();
            spool.in = bytes.toInputStream();
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
                                + "); free space there, or set another directory: JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                        e);
            }
        };
    }

    /** Goes back to the first byte. After {@link #close} it has none. */
    @Override
    public synchronized void reset() {
        DeferredFileOutputStream kept = bytes;
        if (kept != null) {
            try {
                in.close();
                in = kept.toInputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lets go of the bytes, in memory or on disk. */
    @Override
    public void close() throws IOException {
        DeferredFileOutputStream kept = bytes;
        if (kept != null) {
            bytes = null;
            kept.close();
            in.close();
            in = InputStream.nullInputStream();
            Path file = kept.getPath();
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
        return bytes == null || bytes.isInMemory();
    }

    @Override
    public long length() {
        return bytes == null ? 0 : bytes.getByteCount();
    }

    /** Not known. */
    @Override
    public long position() {
        return -1;
    }
}
