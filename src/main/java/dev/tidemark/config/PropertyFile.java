package dev.tidemark.config;

import dev.tidemark.route.yaml.ReadFault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** A file of keys and values, with the line of each key. */
public final class PropertyFile {

    /** The minimal configuration. */
    public static final String SMALLEST =
            "tidemark.datasource.destination.url=jdbc:h2:./data/tidemark;AUTO_SERVER=TRUE";

    private final Path path;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Integer> lines = new TreeMap<>();

    /** An empty file. */
    PropertyFile(Path path) {
        this.path = path;
    }

    /** @throws UsageException when the file cannot be read: without it, other errors would be misleading */
    static PropertyFile read(Path path) {
        if (path.toString().matches(".*\\.ya?ml")) {
            throw new UsageException(List.of(path + ": is YAML, but the configuration must be a file of `key=value`"
                    + " lines: write it as application.properties, and specify that with --config FILE"));
        }
        PropertyFile file = new PropertyFile(path);
        try {
            file.readLines(Files.readAllLines(path));
            WorldWritableSecrets.refuse(path, file.values);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    List.of(path + ": file not found: specify the configuration with --config FILE, or create it;"
                            + " `" + SMALLEST + "` is enough to start"));
        } catch (IOException e) {
            throw new UsageException(List.of(
                    path + ": cannot be read (" + ReadFault.of(e) + "); specify the configuration with --config FILE"));
        }
        return file;
    }

    private void readLines(List<String> all) throws IOException {
        for (int i = 0; i < all.size(); i++) {
            int first = i;
            StringBuilder whole = new StringBuilder(all.get(i));
            while (isContinued(all.get(i)) && !isComment(all.get(first)) && i + 1 < all.size()) {
                whole.append('\n').append(all.get(++i));
            }
            Properties one = new Properties();
            try {
                one.load(new StringReader(whole.toString()));
            } catch (IllegalArgumentException e) {
                throw new UsageException(List.of(path + ":" + (first + 1)
                        + ": has a `\\u` without four hexadecimal digits; write a backslash as `\\\\`"));
            }
            one.stringPropertyNames().forEach(key -> {
                values.put(key, one.getProperty(key));
                lines.put(key, first + 1);
            });
        }
    }

    private static boolean isContinued(String line) {
        return (line.length() - line.replaceFirst("\\\\+$", "").length()) % 2 == 1;
    }

    private static boolean isComment(String line) {
        return line.matches("\\s*[#!].*") || line.isBlank();
    }

    /** The keys with their values as written. */
    Map<String, String> values() {
        return values;
    }

    /**
     * The file and line of a key, or of the first key in its group (one client, one database); without a line when there is
     * none.
     */
    String where(String key) {
        Integer line = lines.get(key);
        String group = key.substring(0, key.lastIndexOf('.') + 1);
        Optional<Integer> near = lines.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(group))
                .map(Map.Entry::getValue)
                .min(Integer::compare);
        return path
                + (line != null ? ":" + line : near.map(other -> ":" + other).orElse(""));
    }
}
