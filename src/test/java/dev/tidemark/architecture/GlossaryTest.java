package dev.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps out the words and idioms that docs/words.md replaces, in names, comments, messages and documentation. */
class GlossaryTest {

    private static final List<Word> WORDS = List.of(
            new Word("answer(s|ed|ing)?", "response, respond"),
            new Word("unanswered", "without a response"),
            new Word("(?<!there )(is|are|was|were) no(?!\"| (longer|more|such|better)\\b)", "is not a, does not"),
            new Word("(?<!there |evolution )(is|are|was|were) none(?! of\\b|,|\\()", "is not one"),
            new Word("(belongs?|go(es)?) into", "belongs in, is in"),
            new Word("stands?(?! (for|by|alone|still)\\b)", "is"),
            new Word("(tells?|telling|told) of", "reports, describes"),
            new Word("(is|are|was|were|be|been) told", "is reported"),
            new Word("mend(s|ed|ing)?", "fix, repair"),
            new Word("anew", "again, from the beginning"),
            new Word("just so", "identical"),
            new Word(
                    "(one|once|two|line|object|class) an? (source|column|table|process|start|sync|row|page|chunk|line)(?! (is|has|of))",
                    "per, as in \"one per source\""),
            new Word("longer than none", "greater than zero"),
            new Word("(is|are) (\\w+ing|being \\w+ed)( it)? since", "has been syncing it since"),
            new Word("used by one thread at a time", "Not thread-safe"),
            new Word("safe for use by many threads", "Thread-safe"),
            new Word("(left|leaves?|leaving)( \\w+){0,3} alone", "skips, does not change"),
            new Word("ask(s|ed|ing)?( \\w+)? again", "requested again"),
            new Word("(goes|go|gone|going|went) on", "continue, run"),
            new Word("take(s|n)? in(?! (the|a|an|it|its)\\b)", "load"),
            new Word("loud", "explicit errors"),
            new Word("tight.lipped", "no secrets in output"),
            new Word("errand", "options of a sync"),
            new Word("surroundings", "environment"),
            new Word("tally", "statistics"),
            new Word("observatory", "monitoring"),
            new Word("outlook", "preview"),
            new Word("stretch(es)?", "segment"),
            new Word("untold", "missing"),
            new Word("given (secrets|state)", "issued tokens, state argument"),
            new Word("list walk", "list paging"),
            new Word("open secrets", "world-writable secrets"),
            new Word("pending rejects", "reject counts"),
            new Word("row marks?", "row position"));

    /** All of them in one pattern: the files are read once. */
    private static final Pattern ANY = Pattern.compile(
            IntStream.range(0, WORDS.size())
                    .mapToObj(i -> "(?<word" + i + ">" + WORDS.get(i).pattern() + ")")
                    .collect(Collectors.joining("|", "\\b(?:", ")\\b")),
            Pattern.CASE_INSENSITIVE);

    /** What is scanned, apart from the pages in the root folder. */
    private static final List<String> FOLDERS = List.of("src", "routes", "docs", "config", "lib.d");

    private static final Set<String> SUFFIXES =
            Set.of("java", "md", "yaml", "properties", "txt", "html", "js", "css", "xml");

    private static final List<Path> ALLOWED = List.of(
            // They list the words to replace.
            Path.of("docs", "words.md"),
            Path.of("src", "test", "java", "dev", "tidemark", "architecture", "GlossaryTest.java"));

    private static final Pattern NAME_PARTS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");

    @Test
    void textsUseTheWordsOfTheGlossary() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            // Some of the bad examples are not UTF-8.
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                for (String finding : findings(lines.get(i))) {
                    found.add(file + ":" + (i + 1) + ": " + finding);
                }
            }
        }

        assertThat(String.join("\n", found))
                .as("%d words that docs/words.md replaces", found.size())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "An API that answers late",
                "private Answer answer;",
                "void itIsToldOfTheFailure()",
                "the text is no number",
                "void aKeyThatIsNoColumnIsReported()",
                "it belongs into `query`",
                "one JSON object a source",
                "users is syncing it since 10:00",
                "The state is left alone",
                "MEND the cause"
            })
    void findsWordsInProseAndNames(String line) {
        assertThat(findings(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "there is no driver for it",
                "a lease that is no longer valid",
                "None of them is none of ours",
                "a recommendation",
                "`t` stands for true"
            })
    void acceptsIdiomaticPhrases(String line) {
        assertThat(findings(line)).isEmpty();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of(""))) {
            pages.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        for (String folder : FOLDERS) {
            try (Stream<Path> tree = Files.walk(Path.of(folder))) {
                tree.filter(GlossaryTest::isText).forEach(files::add);
            }
        }
        files.removeAll(ALLOWED);
        return files.stream().sorted().toList();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static List<String> findings(String line) {
        List<String> findings = new ArrayList<>();
        Matcher found = ANY.matcher(NAME_PARTS.matcher(line).replaceAll(" "));
        while (found.find()) {
            for (int i = 0; i < WORDS.size(); i++) {
                if (found.group("word" + i) != null) {
                    findings.add(
                            "\"" + found.group() + "\"; write: " + WORDS.get(i).instead());
                }
            }
        }
        return findings;
    }

    private record Word(String pattern, String instead) {}
}
