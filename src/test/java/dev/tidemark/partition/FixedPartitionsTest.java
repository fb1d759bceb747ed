package dev.tidemark.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.state.Partition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partitions that a parameter lists. */
class FixedPartitionsTest {

    private static Partitions partitions(String text, String query) {
        Partitions partitions = new Partitions();
        partitions.setPartitions(text);
        partitions.setUrl("https://api.example.com/users");
        partitions.setQuery(query);
        return partitions;
    }

    private static List<String> read(Partitions partitions) {
        List<String> found = new ArrayList<>();
        partitions.read(partition -> found.add(partition.values().toString()));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '$',
            value = {
                "a=1 | {\"a\":\"1\"}",
                " a = 1 , 2 ; | {\"a\":\"1\"} {\"a\":\"2\"}",
                "a=1,2,1 | {\"a\":\"1\"} {\"a\":\"2\"}",
                "a=x,,y,z;;w | {\"a\":\"x,y\"} {\"a\":\"z;w\"}",
                "a=,,,,,b | {\"a\":\",,\"} {\"a\":\"b\"}",
                "a=x=y | {\"a\":\"x=y\"}",
            })
    void eachValueIsAPartitionOnce(String text, String expected) {
        assertThat(String.join(" ", read(partitions(text, "a={a}")))).isEqualTo(expected);
    }

    @Test
    void severalNamesMakeAllCombinations() {
        assertThat(read(partitions("region=eu,us; tier=a,b", "r={region}; t={tier}")))
                .containsExactly(
                        "{\"region\":\"eu\",\"tier\":\"a\"}",
                        "{\"region\":\"eu\",\"tier\":\"b\"}",
                        "{\"region\":\"us\",\"tier\":\"a\"}",
                        "{\"region\":\"us\",\"tier\":\"b\"}");
    }

    @Test
    void theIdIsTheHashOfTheSortedTexts() {
        List<Partition> found = new ArrayList<>();
        partitions("b=2; a=1", "a={a}; b={b}").read(found::add);

        // echo -n '{"a":"1","b":"2"}' | sha256sum
        assertThat(found)
                .extracting(Partition::id)
                .containsExactly("21f76dfbfe6dfe21f762080ef484112cf2952974cef30741fd1931e1c6d92112");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eu,us | not name=value,value",
                "a= | no values for the name `a`",
                "a=1,,,2, | empty value",
                "a=1, ,2 | empty value",
                "a=1; a=2 | the name `a` twice",
                "; | has no name",
                "Cursor=1 | reserved",
                "windowEnd=1 | reserved",
                "user-id=1 | letters, digits and underscores",
            })
    void anotherFormIsRefused(String text, String told) {
        assertThatThrownBy(() -> partitions(text, "a={a}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("partitions")
                .hasMessageContaining(told);
    }

    @Test
    void aSourceWithoutPartitionsHasNoneAndNothingToCheck() {
        Partitions none = new Partitions();
        none.setPartitions("");
        none.setPartitionQuery(null);
        none.setQuery("a={anything}");
        none.validate();

        assertThat(none.isUsed()).isFalse();
        assertThat(none.sample()).isEmpty();
        assertThat(none.skipsMissing()).isTrue();
        assertThat(read(none)).isEmpty();
    }

    @Test
    void namesInAQueryThatABodyReplacesDoNotCount() {
        Partitions partitions = partitions("a=1", "a={a}");
        partitions.setBodyTemplate("{\"size\": {limit} }");

        assertThatThrownBy(partitions::validate).hasMessageContaining("no request sends", "bodyTemplate");
    }
}
