package dev.tidemark.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.jspecify.annotations.Nullable;

/**
 * A Camel context that searches the class path for a file of {@code META-INF/services/} only when none of its kind has.
 * Otherwise each would search all jars for a hundred of them, which takes longer than to start.
 */
public final class QuickContext extends DefaultCamelContext {

    private static final Map<String, Optional<byte[]>> FOUND = new ConcurrentHashMap<>();

    @Override
    protected ClassResolver createClassResolver() {
        return new DefaultClassResolver(this) {
            @Override
            public @Nullable InputStream loadResourceAsStream(String uri) {
                return uri.startsWith("META-INF/services/")
                        ? FOUND.computeIfAbsent(uri, name -> read(super.loadResourceAsStream(name)))
                                .map(ByteArrayInputStream::new)
                                .orElse(null)
                        : super.loadResourceAsStream(uri);
            }
        };
    }

    private static Optional<byte[]> read(@Nullable InputStream file) {
        if (file == null) {
            return Optional.empty();
        }
        try (file) {
            return Optional.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
