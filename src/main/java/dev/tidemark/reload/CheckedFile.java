package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of checking one route file.
 *
 * @param problems a message for each mistake, with file and line
 * @param sources the sources that it declares
 * @param routeIds the ids of its routes, with the file and line of each
 * @param kinds the kinds of items in its list: {@code route}, {@code beans} and so on
 * @param loaded the text that Camel loads
 * @param usesTemplates whether what it declares also depends on other files
 * @param templateFiles the files with the templates that it uses
 */
public record CheckedFile(
        List<String> problems,
        List<Source> sources,
        Map<String, String> routeIds,
        Set<String> kinds,
        LoadedText loaded,
        boolean usesTemplates,
        Set<Path> templateFiles) {}
