package dev.tidemark.route.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.route.yaml.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KameletsTest {
    private final Path directory;

    KameletsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void kameletsInAJarOfTheClassPathAreFound() throws IOException {
        Kamelets kamelets = withJar(kamelet("jar-only-source", "fromJar"), "jar-only-source");

        assertThat(kamelets.names()).contains("jar-only-source");
        assertThat(kamelets.having("fromJar")).containsExactly("jar-only-source");
        assertThat(kamelets.problems()).isEmpty();
    }

    @Test
    void theFolderWinsOverTheClassPath() throws IOException {
        Files.createDirectory(directory.resolve("kamelets"));
        Files.writeString(directory.resolve("kamelets/both-source.kamelet.yaml"), kamelet("both-source", "fromFolder"));

        Kamelets kamelets = withJar(kamelet("both-source", "fromJar"), "both-source");

        assertThat(kamelets.having("fromFolder")).containsExactly("both-source");
        assertThat(kamelets.having("fromJar")).isEmpty();
    }

    @Test
    void aBrokenKameletIsAProblemWithItsPlace() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("kamelets"));
        Files.writeString(folder.resolve("broken-source.kamelet.yaml"), "a: b: c\n");

        assertThat(Kamelets.read(directory).problems())
                .extracting(Problem::where)
                .containsExactly(folder.resolve("broken-source.kamelet.yaml") + ":1:5");
    }

    private Kamelets withJar(String kamelet, String name) throws IOException {
        Path jar = directory.resolve("kamelets.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new ZipEntry("kamelets/"));
            out.putNextEntry(new ZipEntry("kamelets/" + name + ".kamelet.yaml"));
            out.write(kamelet.getBytes(StandardCharsets.UTF_8));
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return Kamelets.read(directory);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String kamelet(String name, String parameter) {
        return """
                metadata: {name: %s}
                spec:
                  definition:
                    properties:
                      %s: {type: string}
                """
                .formatted(name, parameter);
    }
}
