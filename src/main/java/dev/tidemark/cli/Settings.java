package dev.tidemark.cli;

import dev.tidemark.route.Placeholders;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration: the file, with what the command line sets over it. */
final class Settings {

    private static final String OWN = "tidemark.";

    private final Map<String, String> values = new TreeMap<>();

    /** @throws UsageException when the file cannot be read: without it, all else would look wrong too */
    static Settings read(Path file, Map<String, String> overrides) {
        Settings settings = new Settings();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    List.of(file + ": there is no such file; name the configuration with --config FILE"));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(List.of(
                    file + ": cannot be read (" + e.getMessage() + "); name the configuration with --config FILE"));
        }
        properties.stringPropertyNames().forEach(key -> settings.values.put(key, properties.getProperty(key)));
        settings.values.putAll(overrides);
        return settings;
    }

    /** The value as it was written, placeholders and all; null when the key is not set. */
    @Nullable
    String find(String key) {
        return values.get(key);
    }

    /** All keys and values, as they were written. */
    Map<String, String> all() {
        return values;
    }

    /**
     * Tidemark's own keys with their values, placeholders resolved.
     *
     * @param problems gets a sentence for each placeholder that has no value
     */
    Map<String, String> own(List<String> problems) {
        Placeholders placeholders = new Placeholders(this::find);
        Map<String, String> own = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(OWN)) {
                Placeholders.Resolved resolved = placeholders.resolve(value);
                resolved.faults().forEach(fault -> problems.add(key + ": " + fault));
                if (resolved.text() != null) {
                    own.put(key, resolved.text());
                }
            }
        });
        return own;
    }
}
