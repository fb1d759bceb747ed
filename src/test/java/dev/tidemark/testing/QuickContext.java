package dev.tidemark.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.PackageScanClassResolver;
import org.apache.camel.support.scan.DefaultPackageScanClassResolver;
import org.jspecify.annotations.Nullable;

/**
 * A Camel context that searches the class path for a file of {@code META-INF/services/} only when none of its kind has.
 * Otherwise each would search all jars for more than a hundred of them, which takes longer than to start.
 */
public final class QuickContext extends DefaultCamelContext {

    private static final Map<String, Optional<byte[]>> FOUND = new ConcurrentHashMap<>();

    private static final ClassLoader CLASS_PATH = new ClassLoader(QuickContext.class.getClassLoader()) {
        private final Map<String, List<URL>> found = new ConcurrentHashMap<>();

        @Override
        public Enumeration<URL> getResources(String name) {
            return Collections.enumeration(found.computeIfAbsent(name, this::search));
        }

        private List<URL> search(String name) {
            try {
                return Collections.list(getParent().getResources(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    @Override
    public ClassLoader getApplicationContextClassLoader() {
        return CLASS_PATH;
    }

    @Override
    protected PackageScanClassResolver createPackageScanClassResolver() {
        return new DefaultPackageScanClassResolver() {
            @Override
            public Set<ClassLoader> getClassLoaders() {
                return Set.of(CLASS_PATH);
            }
        };
    }

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
