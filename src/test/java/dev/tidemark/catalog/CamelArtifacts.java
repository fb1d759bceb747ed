package dev.tidemark.catalog;

import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which module of Camel brings what, as the jars on the class path tell. */
final class CamelArtifacts {

    private static final Pattern JAR = Pattern.compile("/camel-([^/]+?)-\\d+\\.\\d[^/]*\\.jar!");

    private CamelArtifacts() {}

    /**
     * The module, without {@code camel-}; empty when none on the class path brings it.
     *
     * @param kind component, language or dataformat
     */
    static String of(String kind, String name) {
        URL service = CamelArtifacts.class.getResource("/META-INF/services/org/apache/camel/" + kind + "/" + name);
        Matcher jar = JAR.matcher(String.valueOf(service));
        if (!jar.find()) {
            return "";
        }
        return jar.group(1).startsWith("core") ? "core" : jar.group(1);
    }

    static boolean exists(String artifact) {
        return artifact.equals("core")
                || CamelArtifacts.class.getResource(
                                "/META-INF/maven/org.apache.camel/camel-" + artifact + "/pom.properties")
                        != null;
    }

    /** Whether the runtime of Camel K has the module; its own catalogue tells. */
    static boolean isInQuarkus(String artifact) {
        return artifact.equals("core")
                || Stream.of("components", "languages", "dataformats", "others")
                        .map(kind -> "/org/apache/camel/catalog/quarkus/" + kind + "/" + artifact + ".json")
                        .anyMatch(file -> CamelArtifacts.class.getResource(file) != null);
    }
}
