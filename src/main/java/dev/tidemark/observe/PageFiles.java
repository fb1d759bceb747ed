package dev.tidemark.observe;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The files of the page, read from the class path. */
final class PageFiles {

    private static final String CHARTS = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private PageFiles() {}

    /** A file next to this class. */
    static Buffer page(String name) {
        return read(name);
    }

    /** Chart.js; the version in its path is read from its jar. */
    static Buffer chartLibrary() {
        Properties jar = new Properties();
        try (InputStream in = open(CHARTS)) {
            jar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read("/META-INF/resources/webjars/chart.js/" + jar.getProperty("version") + "/dist/chart.umd.min.js");
    }

    private static Buffer read(String path) {
        try (InputStream in = open(path)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = PageFiles.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException(path + " is missing from the class path");
        }
        return in;
    }
}
