package dev.tidemark.config;

import dev.tidemark.http.Clients;
import dev.tidemark.route.yaml.PlaceholderFunctions;
import dev.tidemark.route.yaml.Placeholders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The configuration: the file, with overrides from the command line. */
public final class Settings {

    private static final String OWN = "tidemark.";

    private final PropertyFile file;
    private final Map<String, String> overrides;
    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> faulty = new TreeSet<>();
    private final Lookups lookups = new Lookups(values);

    private Settings(PropertyFile file, Map<String, String> overrides) {
        this.file = file;
        this.overrides = overrides;
        values.putAll(file.values());
        values.putAll(overrides);
    }

    /** @throws UsageException when the file cannot be read: without it, other errors would be misleading */
    public static Settings read(Path file, Map<String, String> overrides) {
        return new Settings(PropertyFile.read(file), overrides);
    }

    /** Settings from values only, when the file does not exist yet. */
    public static Settings without(Path file, Map<String, String> values) {
        return new Settings(new PropertyFile(file), values);
    }

    /** Prefixes a message that starts with a key with that key's place: the file and line, or the command line. */
    public String located(String sentence) {
        String key = sentence.split("[ ,:]", 2)[0];
        return overrides.containsKey(key) ? "-p " + sentence : file.where(key) + ": " + sentence;
    }

    /** The keys whose placeholders {@link #own} could not replace. */
    Set<String> faulty() {
        return faulty;
    }

    /**
     * The value as written, with placeholders; null when the key is not set.
     *
     * @param key a key, or a call of one of Camel's functions, whose value is looked up
     * @throws IllegalArgumentException when a call has no value; the message says why
     */
    @Nullable
    public String find(String key) {
        String value = values.get(key);
        return value == null && PlaceholderFunctions.isCall(key) ? lookups.value(key) : value;
    }

    /** All keys and values as written. */
    public Map<String, String> all() {
        return values;
    }

    /**
     * Tidemark's own keys with their values, with placeholders resolved.
     *
     * @param problems receives a message for each placeholder without a value
     */
    Map<String, String> own(List<String> problems) {
        return resolved(OWN, problems);
    }

    /** The same for the keys with a prefix. */
    Map<String, String> resolved(String prefix, List<String> problems) {
        Placeholders placeholders = new Placeholders(this::find);
        Map<String, String> own = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                boolean json = Clients.isJson(key);
                Placeholders.Resolved resolved = json ? placeholders.resolveJson(value) : placeholders.resolve(value);
                List<String> faults = new ArrayList<>(resolved.faults());
                String like = Placeholders.likeOne(value);
                if (like != null) {
                    faults.add(like);
                }
                faults.forEach(fault -> problems.add(key + ": " + fault));
                if (!faults.isEmpty()) {
                    faulty.add(key);
                } else if (resolved.text() != null) {
                    own.put(key, resolved.text());
                }
            }
        });
        return own;
    }
}
