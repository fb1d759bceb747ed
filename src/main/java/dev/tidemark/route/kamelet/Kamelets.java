package dev.tidemark.route.kamelet;

import dev.tidemark.route.yaml.FileProblems;
import dev.tidemark.route.yaml.Placeholders;
import dev.tidemark.route.yaml.Problem;
import dev.tidemark.route.yaml.ReadFault;
import dev.tidemark.route.yaml.YamlDocument;
import dev.tidemark.route.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The Kamelets that a route may use, with their parameters. */
public final class Kamelets {
    private static final String SUFFIX = ".kamelet.yaml";

    private final TreeMap<String, KameletDefinition> definitions = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Kamelets() {}

    /**
     * Reads the Kamelets in the class path's {@code kamelets/} and in {@code DIRECTORY/kamelets/}, if that folder exists.
     * When two have the same name, the folder's wins. An unreadable file is reported as a problem, not as an exception.
     */
    public static Kamelets read(Path directory) {
        Kamelets kamelets = new Kamelets();
        try {
            kamelets.readClassPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kamelets.readFolder(directory.resolve("kamelets"));
        return kamelets;
    }

    /** The Kamelets of one folder only. */
    public static Kamelets in(Path folder) {
        Kamelets kamelets = new Kamelets();
        kamelets.readFolder(folder);
        return kamelets;
    }

    /** The names of all Kamelets that could be read, sorted. */
    public SortedSet<String> names() {
        return new TreeSet<>(definitions.keySet());
    }

    /** The mistakes in the Kamelet files themselves. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * The beans of one use of a Kamelet, with the values of the use, otherwise the defaults. Properties without a value,
     * and references to other beans of the template, are omitted.
     */
    public List<KameletBean> beans(KameletUse use) {
        KameletDefinition definition = definitions.get(use.kamelet());
        if (definition == null) {
            return List.of();
        }
        Placeholders values = new Placeholders(name -> value(use, name));
        return definition.beans().stream()
                .map(bean -> {
                    Map<String, String> properties = new TreeMap<>();
                    bean.properties().forEach((name, text) -> {
                        String value = values.resolve(text).text();
                        if (value != null) {
                            properties.put(name, value);
                        }
                    });
                    return new KameletBean(bean.type(), properties, bean.parameters());
                })
                .toList();
    }

    /** The value of a parameter in one use of a Kamelet, otherwise its default; null when it has neither. */
    public @Nullable String value(KameletUse use, String parameter) {
        String given = use.parameters().get(parameter);
        KameletDefinition definition = definitions.get(use.kamelet());
        ParameterRule rule = definition == null ? null : definition.parameters().get(parameter);
        return given != null || rule == null ? given : rule.byDefault();
    }

    @Nullable
    public KameletDefinition find(String name) {
        return definitions.get(name);
    }

    /** The Kamelets that declare this parameter. */
    public SortedSet<String> having(String parameter) {
        return definitions.values().stream()
                .filter(each -> each.parameters().containsKey(parameter))
                .map(KameletDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void readClassPath() throws IOException {
        for (Resource resource :
                new PathMatchingResourcePatternResolver().getResources("classpath*:kamelets/*" + SUFFIX)) {
            String file = String.valueOf(resource.getFilename());
            try (InputStream in = resource.getInputStream()) {
                read(file, "classpath:kamelets/" + file, in);
            }
        }
    }

    private void readFolder(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    read(String.valueOf(file.getFileName()), file.toString(), in);
                }
            }
        } catch (IOException e) {
            problems.add(new Problem(folder.toString(), "cannot be read (" + ReadFault.of(e) + ")"));
        }
    }

    private void read(String file, String where, InputStream in) throws IOException {
        FileProblems found = new FileProblems(where);
        Node document = YamlDocument.read(in.readNBytes(YamlText.MOST_BYTES + 1), found);
        if (document != null) {
            String name = file.substring(0, file.length() - SUFFIX.length());
            definitions.put(name, KameletDefinition.read(name, document, found));
        }
        problems.addAll(found.list());
    }
}
