package dev.tidemark.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Kamelets made for the tests of the rules. */
final class Examples {

    private Examples() {}

    /** A good one. */
    static Kamelet read(String file) throws IOException {
        return Kamelet.parse(file, text(file));
    }

    /** A good one with one thing changed. */
    static Kamelet changed(String file, String good, String bad) throws IOException {
        String text = text(file);
        if (!text.contains(good)) {
            throw new IllegalArgumentException(file + " does not hold " + good);
        }
        return Kamelet.parse(file, text.replace(good, bad));
    }

    /** A good one with another icon. */
    static Kamelet withIcon(String file, String svg) throws IOException {
        String icon = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        return Kamelet.parse(file, text(file).replaceFirst("base64,[^\"]+", "base64," + icon));
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Examples.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("CAMEL_VERSION", Pom.property("camel.version"))
                    .replace("OWN_VERSION", Pom.version());
        }
    }
}
