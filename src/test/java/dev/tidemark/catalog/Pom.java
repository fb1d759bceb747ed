package dev.tidemark.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the build file says. */
final class Pom {

    private Pom() {}

    /** The version of the program itself. */
    static String version() {
        return find("<artifactId>tidemark</artifactId>\\s*<version>([^<]+)</version>");
    }

    static String property(String name) {
        return find("<" + Pattern.quote(name) + ">([^<]+)</");
    }

    private static String find(String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of("pom.xml")));
            if (!found.find()) {
                throw new IllegalStateException("pom.xml has nothing like " + pattern);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new IllegalStateException("pom.xml cannot be read", e);
        }
    }
}
