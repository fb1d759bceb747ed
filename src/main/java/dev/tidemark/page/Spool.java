package dev.tidemark.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.output.DeferredFileOutputStream;

/** Keeps the bytes of an answer for a second reading: small ones in memory, others in a temporary file. */
final class Spool implements Closeable {

    private static final int MEMORY = 2 * 1024 * 1024;

    private final DeferredFileOutputStream bytes = DeferredFileOutputStream.builder()
            .setThreshold(MEMORY)
            .setPrefix("tidemark-page-")
            .setSuffix(".json")
            .get();
    private InputStream reread = InputStream.nullInputStream();

    /** Where the bytes go while they are read for the first time. */
    OutputStream sink() {
        return bytes;
    }

    InputStream reread() throws IOException {
        bytes.close();
        reread = bytes.toInputStream();
        return reread;
    }

    /** Deletes the temporary file, if there is one. */
    @Override
    public void close() throws IOException {
        bytes.close();
        reread.close();
        Path file = bytes.getPath();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
