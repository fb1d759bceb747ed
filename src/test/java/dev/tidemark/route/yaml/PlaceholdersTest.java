package dev.tidemark.route.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("a", "1", "b", "{{a}}2", "name", "a", "empty", "", "loop", "x{{loop}}", "user.dir", "configured");

    private final Placeholders placeholders = new Placeholders(PROPERTIES::get);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    plain                      | plain
                    {{a}}                      | 1
                    before-{{a}}-{{a}}-after   | before-1-1-after
                    {{b}}                      | 12
                    {{{{name}}}}               | 1
                    {{unset:5}}                | 5
                    {{unset:http://h:80/}}     | http://h:80/
                    {{unset:{{a}}}}            | 1
                    {{a:5}}                    | 1
                    x{{empty}}y                | xy
                    x{{?unset}}y               | xy
                    {{?a}}                     | 1
                    {{?unset:7}}               | 7
                    {{env:TIDEMARK_UNSET:d}}   | d
                    {{sys:tidemark.unset:d}}   | d
                    {{user.dir}}               | configured
                    {a}                        | {a}
                    """)
    void aPlaceholderIsReplacedAsCamelDoes(String text, String resolved) {
        assertThat(placeholders.resolve(text).text()).isEqualTo(resolved);
        assertThat(placeholders.resolve(text).faults()).isEmpty();
    }

    @Test
    void environmentAndSystemPropertiesAreUsedByNameOrAsAFallback() {
        String path = System.getenv("PATH");
        String java = System.getProperty("java.version");

        assertThat(placeholders.resolve("{{env:PATH}}").text()).isEqualTo(path);
        assertThat(placeholders.resolve("{{sys:java.version}}").text()).isEqualTo(java);
        assertThat(placeholders.resolve("{{java.version}}").text()).isEqualTo(java);
        assertThat(placeholders.resolve("{{PATH}}").text()).isEqualTo(path);
    }

    @Test
    void aCallOfOneOfCamelsFunctionsIsLookedUpAsItIsWritten() {
        Placeholders asked = new Placeholders(Map.of("service:db:5432", "10.0.0.1:5432")::get);

        assertThat(asked.resolve("x-{{service:db:5432}}").text()).isEqualTo("x-10.0.0.1:5432");
        assertThat(asked.resolve("{{?service:other}}").isAbsent()).isTrue();
    }

    @Test
    void aFunctionThatHasNoValueSaysWhy() {
        Placeholders failing = new Placeholders(call -> {
            throw new IllegalArgumentException("the vault is closed");
        });

        assertThat(failing.resolve("{{service:db}}").faults()).containsExactly("the vault is closed");
    }

    @ParameterizedTest
    @CsvSource({"{{aws:x}}, camel-aws-secrets-manager", "{{?hashicorp:kv:x#y:z}}, camel-hashicorp-vault"})
    void aFunctionWhoseLibraryIsMissingNamesIt(String text, String library) {
        assertThat(placeholders.resolve(text).faults())
                .singleElement()
                .asString()
                .contains("needs " + library, "lib.d");
        assertThat(new Placeholders(Map.of("aws", "mine", "hashicorp", "mine")::get)
                        .resolve(text)
                        .text())
                .isEqualTo("mine");
    }

    @Test
    void aValueThatIsAPrefixOfAnotherRevealsNothingOfIt() {
        assertThat(Placeholders.masked(
                        "one and two: CANARY-VALUE",
                        Map.of("one", "{{env:ONE}}", "two", "{{env:TWO}}"),
                        Map.of("one", "CANA", "two", "CANARY-VALUE")))
                .isEqualTo("one and two: {{env:TWO}}");
    }

    @Test
    void aWholeOptionalPlaceholderWithoutValueIsAbsent() {
        assertThat(placeholders.resolve("{{?unset}}").isAbsent()).isTrue();
        assertThat(placeholders.resolve("{{unset}}").isAbsent()).isFalse();
    }

    @Test
    void allMissingValuesOfATextAreReported() {
        assertThat(placeholders
                        .resolve("{{one}}{{env:TIDEMARK_TWO}}{{sys:tidemark.three}}{{loop}}")
                        .faults())
                .hasSize(4)
                .anyMatch(fault -> fault.contains("`one`"))
                .anyMatch(fault -> fault.contains("`TIDEMARK_TWO`"))
                .anyMatch(fault -> fault.contains("`tidemark.three`"))
                .anyMatch(fault -> fault.contains("`loop`"));
    }
}
