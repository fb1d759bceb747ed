package dev.tidemark.cluster;

import dev.tidemark.route.yaml.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * How processes share the sources: {@code tidemark.cluster} and its keys.
 *
 * @param lease how long a source may be without a leader after the last one has died
 * @param directory where processes of one host lock files; for {@link Mode#FILE}
 * @param namespace of pods and leases; for {@link Mode#KUBERNETES}; null for the pod's own
 * @param pod the name of this pod; null for the host's name
 * @param labels which pods share the sources
 */
public record ClusterSettings(
        Mode mode,
        Duration lease,
        Path directory,
        @Nullable String namespace,
        @Nullable String pod,
        Map<String, String> labels) {

    /** The key, and the prefix of the others. */
    public static final String KEY = "tidemark.cluster";

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Set<String> PARTS = Set.of("lease", "directory", "namespace", "pod", "labels");

    /** How processes agree on who runs a source. */
    public enum Mode {
        /** No agreement: each process runs all sources. */
        NONE,
        /** File locks, between processes of one host. */
        FILE,
        /** Kubernetes leases, between pods. */
        KUBERNETES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ClusterSettings {
        labels = Map.copyOf(labels);
    }

    /** Whether a key is one of these. */
    public static boolean isKey(String key) {
        return key.equals(KEY) || (key.startsWith(KEY + ".") && PARTS.contains(key.substring(KEY.length() + 1)));
    }

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys; other keys are ignored
     * @param shared the names of the databases that all processes need: those of the rows and of the state
     * @param problems receives a sentence for each mistake
     */
    public static ClusterSettings of(Map<String, String> properties, Set<String> shared, List<String> problems) {
        Mode mode = mode(properties.getOrDefault(KEY, "none"), problems);
        for (String name : shared) {
            String key = "tidemark.datasource." + name + ".url";
            String url = properties.get(key);
            if (mode != Mode.NONE && url != null && !isShared(url, mode)) {
                problems.add(KEY + " is " + mode.word() + ", and the " + name + " " + url.replaceFirst("[;?].*", "")
                        + " can be used by only one process: use one database server for all processes in " + key
                        + ", or set " + KEY + " to none");
            }
        }
        if (mode == Mode.KUBERNETES && !isKubernetesThere()) {
            problems.add(KEY + " is kubernetes, and camel-kubernetes is not on the class path: use the image, or build"
                    + " with `./mvnw -Pkubernetes package`");
        }
        return new ClusterSettings(
                mode,
                lease(properties.getOrDefault(KEY + ".lease", "15s"), problems),
                Path.of(properties.getOrDefault(KEY + ".directory", "data/cluster")),
                properties.get(KEY + ".namespace"),
                properties.get(KEY + ".pod"),
                labels(properties.getOrDefault(KEY + ".labels", "app.kubernetes.io/name=tidemark"), problems));
    }

    private static Mode mode(String word, List<String> problems) {
        for (Mode mode : Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        problems.add(KEY + " is `" + word + "`; it is none, file or kubernetes");
        return Mode.NONE;
    }

    private static Duration lease(String text, List<String> problems) {
        Duration lease = DurationText.isValid(text) ? TimeUtils.toDuration(text) : Duration.ZERO;
        if (lease.compareTo(SHORTEST) >= 0) {
            return lease;
        }
        problems.add(KEY + ".lease is `" + text + "`; it is a time from 2s on, such as 15s");
        return SHORTEST;
    }

    private static Map<String, String> labels(String text, List<String> problems) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && !parts[0].isBlank()) {
                labels.put(parts[0].strip(), parts[1].strip());
            } else {
                problems.add(KEY + ".labels holds `" + pair.strip() + "`; write name=value, with commas between pairs");
            }
        }
        return new TreeMap<>(labels);
    }

    /** H2's automatic mixed mode lets processes of one host share a file. */
    private static boolean isShared(String url, Mode mode) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:h2:")) {
            boolean server = lower.startsWith("jdbc:h2:tcp:") || lower.startsWith("jdbc:h2:ssl:");
            return server || (mode == Mode.FILE && lower.contains(";auto_server=true"));
        }
        return !lower.startsWith("jdbc:duckdb:") && !lower.startsWith("jdbc:sqlite:");
    }

    private static boolean isKubernetesThere() {
        ClassLoader loader = ClusterSettings.class.getClassLoader();
        return loader.getResource("org/apache/camel/component/kubernetes/cluster/KubernetesClusterService.class")
                != null;
    }
}
