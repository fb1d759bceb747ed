package dev.tidemark.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** A stream that can be read again, for tests that need to see what happens to it. */
public class CachedBytes extends ByteArrayInputStream implements StreamCache {

    public CachedBytes(byte[] bytes) {
        super(bytes);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(buf);
    }

    @Override
    public @Nullable StreamCache copy(Exchange exchange) {
        return null;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return count;
    }

    @Override
    public long position() {
        return pos;
    }
}
