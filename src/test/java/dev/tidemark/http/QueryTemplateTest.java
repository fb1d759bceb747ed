package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People write what the API's manual says; what goes out is a URL's query. */
class QueryTemplateTest {

    private static final Map<String, String> VALUES =
            Map.of("cursor", "2024-01-15 10:30:00+02:00", "limit", "50", "odd", "a&b=c;{limit} $1\\");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "since={cursor} | since=2024-01-15%2010%3A30%3A00%2B02%3A00",
                "since = {cursor} ;limit= {limit}; | since=2024-01-15%2010%3A30%3A00%2B02%3A00&limit=50",
                "updated_on=>={limit}; sort=updated_on:asc,id:asc | updated_on=%3E%3D50&sort=updated_on%3Aasc%2Cid%3Aasc",
                "filter=updated>'{limit}' and a ne b | filter=updated%3E%2750%27%20and%20a%20ne%20b",
                "a[gte]={limit} | a%5Bgte%5D=50",
                "a=1;;2;;3; b=2 | a=1%3B2%3B3&b=2",
                "a=1;;; b=2;;;;; c=3 | a=1%3B&b=2%3B%3B&c=3",
                "a= | a=",
                "a=b=c | a=b%3Dc",
                "a=100%; b=%20+ | a=100%25&b=%2520%2B",
                "a=é€😀 | a=%C3%A9%E2%82%AC%F0%9F%98%80",
                "a={odd} | a=a%26b%3Dc%3B%7Blimit%7D%20%241%5C",
                "a={} {1} {a b} | a=%7B%7D%20%7B1%7D%20%7Ba%20b%7D",
                "{limit}={limit} | 50=50",
                "b=2; a=1 | b=2&a=1",
                "`` | ``",
                "` ; ;` | ``",
            })
    void namesAndValuesAreEncodedForTheUrl(String query, String sent) {
        assertThat(QueryTemplate.of(query).fill(VALUES)).isEqualTo(sent);
    }

    @Test
    void aNameInBracesWithoutAValueIsNamedTogetherWithThoseThatHaveOne() {
        QueryTemplate template = QueryTemplate.of("since={crusor}; limit={limit}");
        assertThat(template.names()).containsExactly("crusor", "limit");
        assertThatThrownBy(() -> template.fill(VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("{crusor}", "cursor", "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"since", "=5", "a=1; b", "a=1;;; b"})
    void whatIsNotNameEqualsValueIsRefused(String query) {
        assertThatThrownBy(() -> QueryTemplate.of(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=value");
    }

    @Test
    void aDuplicateNameIsRefused() {
        assertThatThrownBy(() -> QueryTemplate.of("a=1; b=2; a = 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`a` twice");
    }
}
