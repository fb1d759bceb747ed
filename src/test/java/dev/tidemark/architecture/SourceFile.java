package dev.tidemark.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A Java file of the repository. */
record SourceFile(Path path, String text) {

    static final Path MAIN = Path.of("src", "main", "java");
    static final Path TEST = Path.of("src", "test", "java");

    /** All below a folder, in order. */
    static List<SourceFile> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            if (java.isEmpty()) {
                throw new IllegalStateException("there is no Java file below " + folder.toAbsolutePath());
            }
            return java.stream().map(SourceFile::read).toList();
        }
    }

    private static SourceFile read(Path path) {
        try {
            return new SourceFile(path, Files.readString(path));
        } catch (IOException e) {
            throw new IllegalStateException(path + " cannot be read", e);
        }
    }

    /** The folder of its package, below {@link #MAIN} or {@link #TEST}. */
    Path folder() {
        Path root = path.startsWith(MAIN) ? MAIN : TEST;
        return root.relativize(Objects.requireNonNull(path.getParent()));
    }

    boolean isInPackage(String folder) {
        return folder().startsWith(folder);
    }

    /** As an editor jumps to it. */
    String at(int offset) {
        return path + ":" + (text.substring(0, offset).lines().count() + 1);
    }
}
