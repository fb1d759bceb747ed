package dev.tidemark.reload;

import dev.tidemark.route.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a check found in one route file.
 *
 * @param problems a sentence for each mistake, with file and line
 * @param sources the sources it declares
 * @param routeIds the ids of its routes, with the file and line of each
 * @param kinds the kinds of things in its list: {@code route}, {@code beans} and so on
 * @param loaded its text as Camel is to load it
 * @param usesTemplates whether what it declares also depends on other files
 */
public record CheckedFile(
        List<String> problems,
        List<Source> sources,
        Map<String, String> routeIds,
        Set<String> kinds,
        String loaded,
        boolean usesTemplates) {}
