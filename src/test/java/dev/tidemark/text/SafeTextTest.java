package dev.tidemark.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {

    private static final String SECRET = "geheim-7351";

    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Every method that makes a text safe on its own. */
    private static Stream<UnaryOperator<String>> methods() {
        return Stream.of(
                SafeText::line,
                SafeText::excerpt,
                text -> SafeText.excerpt(text, 40),
                SafeText::escaped,
                SafeText::quoted,
                text -> SafeText.list(List.of(text)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noInvisibleCharacterIsLeft(UnaryOperator<String> method) {
        IntStream.concat(IntStream.range(0, 0x3000), IntStream.of(0xD800, 0xDC00, 0xFEFF, 0xFFF9, 0xE0001, 0xE0041))
                .mapToObj(each -> "a" + Character.toString(each) + "z")
                .forEach(text -> assertThat(method.apply(text))
                        .matches(".+")
                        .contains("a", "z")
                        .doesNotContainPattern(HARMFUL));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aTextCannotForgeALineOrControlTheTerminal(UnaryOperator<String> method) {
        String hostile = "x\u001b[2J\u009b31m\u001b]0;t\u0007\r\nERROR forged\u2028\u2029\u0085\u202e\u2066\u200f";

        assertThat(method.apply(hostile))
                .startsWith(method.apply("x").substring(0, 1))
                .doesNotContainPattern(HARMFUL);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noCutLeavesHalfAPair(UnaryOperator<String> method) {
        for (int before = 0; before < 4; before++) {
            String text = "a".repeat(before) + "😀".repeat(300);

            assertThat(method.apply(text)).doesNotContain("\\u").doesNotContainPattern(HARMFUL);
        }
    }

    @Test
    void visibleTextStaysAsItIs() {
        String text = "Grüße, 日本語, 😀 `a`: $1 \\d {x}";

        assertThat(SafeText.line(text)).isEqualTo(text);
        assertThat(SafeText.escaped(text)).isEqualTo(text);
    }

    @Test
    void aLineHasOneSpaceWhereALineEnds() {
        assertThat(SafeText.line("\tone\r\n\u0000two \n")).isEqualTo("one two");
    }

    @Test
    void whatAFileContainsIsEscaped() {
        assertThat(SafeText.quoted("a\n\t\u0007\u202e\ud83d")).isEqualTo("`a\\n\\t\\u0007\\u202E\\uD83D`");
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "ab😀def, 6, ab...", "a😀bdef, 6, a😀..."})
    void aTextIsCutToItsLength(String text, int most, String expected) {
        assertThat(SafeText.shortened(text, most)).isEqualTo(expected).hasSizeLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"ab😀, 4, ab😀", "ab😀, 3, ab", "ab😀, 2, ab", "ab, 0, ''"})
    void aCutSplitsNoPair(String text, int most, String expected) {
        assertThat(SafeText.cut(text, most)).isEqualTo(expected);
    }

    @Test
    void aSecretIsMaskedBeforeTheCut() {
        Secrets.hide(SECRET);
        try {
            for (int before = 0; before < 200; before++) {
                String text = "x".repeat(before) + SECRET + "x".repeat(200);
                assertThat(SafeText.excerpt(text)).hasSize(200).doesNotContain(SECRET.substring(0, 3));
            }
        } finally {
            Secrets.forget(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://ann:pw@host/dir | `http://...@host/dir`",
                "ann:p:w@host/dir | `...@host/dir`",
                "http://host/dir?key=1&b=2 is | `http://host/dir?... is`",
                "http://host/dir#key | `http://host/dir#...`"
            })
    void aQuotedAddressShowsNeitherLoginNorParameters(String text, String quoted) {
        assertThat(SafeText.quoted(text)).isEqualTo(quoted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no foo://bar?password=ab,cd&size=3 | no foo://bar?password&size",
                "no foo://bar?password=RAW(a&b}c)&x=1 is there | no foo://bar?password&x is there",
                "Unknown parameters=[{token=ab,cd, size=3}] | Unknown parameters=[{token, size}]",
                "no ftp://ann:p:w@host/dir | no ftp://***@host/dir",
                "no ftp://ann:pw@host/dir?passiveMode=true | no ftp://***@host/dir?passiveMode",
                "jdbc:x://u:p@ss@h/db | jdbc:x://***@h/db",
                "No language could be found for: groovy | No language could be found for: groovy"
            })
    void anEndpointShowsNeitherLoginNorValues(String message, String masked) {
        assertThat(SafeText.withoutOptions(message)).isEqualTo(masked);
    }
}
