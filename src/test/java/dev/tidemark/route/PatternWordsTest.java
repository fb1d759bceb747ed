package dev.tidemark.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatternWordsTest {

    /** Of a text; one of a duration has words of its own. */
    private static final Pattern OF_A_TEXT = Pattern.compile("(?m)^ {8}pattern: \"(\\^.*)\"$");

    @Test
    void everyPatternOfOurKameletsIsDescribedInWords() throws IOException {
        int found = 0;
        try (Stream<Path> kamelets = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : kamelets.toList()) {
                found += patterns(kamelet).size();
                assertThat(patterns(kamelet))
                        .as("%s: give PatternWords words for its patterns", kamelet)
                        .allSatisfy(
                                pattern -> assertThat(PatternWords.of(pattern)).doesNotContain(pattern));
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void aPatternOfAUsersOwnKameletIsShownAsItIs() {
        assertThat(PatternWords.of("^x+$")).isEqualTo(" of the form `^x+$`");
    }

    private static List<String> patterns(Path kamelet) throws IOException {
        return OF_A_TEXT
                .matcher(Files.readString(kamelet))
                .results()
                .map((MatchResult found) -> found.group(1).replace("\\\\", "\\"))
                .toList();
    }
}
