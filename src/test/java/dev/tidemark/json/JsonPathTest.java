package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    @Test
    void aPathIsDottedOrAPointerOrADot() {
        assertThat(JsonPath.of(".").names()).isEmpty();
        assertThat(JsonPath.of("data").names()).containsExactly("data");
        assertThat(JsonPath.of("d.results").names()).containsExactly("d", "results");
        assertThat(JsonPath.of("/@odata.nextLink").names()).containsExactly("@odata.nextLink");
        assertThat(JsonPath.of("/a~1b/c~0d/~01").names()).containsExactly("a/b", "c~d", "~1");
        assertThat(JsonPath.of("a/b").names()).containsExactly("a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "data.next, data, true",
        "data.0.next, data, true",
        "data, data, true",
        "a.b.c, a.b, true",
        "a.b.c, /a.b, true",
        "a.b.c, /a/b, true",
        "/a.b/c, a.b, true",
        "/a/b/c, /a/b, true",
        "next, ., true",
        "/data.next, data, false",
        "data2, data, false",
        "meta.data, data, false",
        "/a.b/c, /a/b, false",
        "a, a.b, false",
        "d.__next, d.results, false"
    })
    void aPathLeadsIntoWhatIsBehindIt(String path, String other, boolean into) {
        assertThat(JsonPath.of(path).leadsInto(JsonPath.of(other))).isEqualTo(into);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a..b", ".a", "a.", "/", "/a/", "//a"})
    void anyOtherIsRefusedWithTheFormsThereAre(String path) {
        assertThatThrownBy(() -> JsonPath.of(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("`" + path + "`", "dotted", "JSON Pointer");
    }
}
