package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.strategy.PageRequest;
import dev.tidemark.text.Secrets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of partitions in the parts of a request. */
class PartitionValueTest {

    private static RequestParameters parameters() {
        RequestParameters parameters = new RequestParameters();
        parameters.setUrl("https://api.example.com/teams/{team_1}/users");
        parameters.setQuery("since={cursor}");
        return parameters;
    }

    private static PageRequest request(Map<String, String> values) {
        return PageRequest.first(Map.of("cursor", "0")).with(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/../b", "a\nb", "\u0000", "\u007f", "a\u0085", "%2e%2e", "..;x"})
    void aPathIsNotRequestedWithAValueThatLeadsElsewhere(String value) {
        assertThatThrownBy(() -> parameters().check(request(Map.of("team_1", value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of {team_1} in url");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b | a%2Fb",
                "a b?c#d | a%20b%3Fc%23d",
                "ä€ | %C3%A4%E2%82%AC",
                "a%41;=&+ | a%2541%3B%3D%26%2B",
                "... | ..."
            })
    void anotherValueIsEncodedWhole(String value, String encoded) {
        assertThat(new PathTemplate("/teams/{team_1}/users").fill(Map.of("team_1", value)))
                .isEqualTo("/teams/" + encoded + "/users");
    }

    @Test
    void aLongValueIsSentAndNotShown() {
        String secret = "canary-of-a-partition";
        Secrets.hide(secret);
        String value = secret + "x".repeat(65536);

        assertThat(QueryTemplate.of("team={team}").fill(Map.of("team", value))).isEqualTo("team=" + value);
        assertThatThrownBy(() -> parameters().check(request(Map.of("team_1", "../" + value))))
                .hasMessageContaining("***")
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message).hasSizeLessThan(300).doesNotContain("canary"));
        Secrets.forget(secret);
    }

    @Test
    void bodiesAndFurtherPagesMayHaveNamesOfPartitions() {
        RequestParameters parameters = parameters();
        parameters.setNextQuery("t={token}; team={team_1}");
        parameters.setMethod("POST");
        parameters.setBodyTemplate("{\"team\": \"{team_1}\", \"number\": {team_1}, \"next\": {token} }");

        assertThatCode(() -> parameters.check(request(Map.of("team_1", "7")))).doesNotThrowAnyException();
        assertThat(BodyTemplate.of("{\"a\": {team_1}, \"b\": \"x {team_1}\", \"c\": {token} }")
                        .fill(Map.of("team_1", "\"7\"")))
                .isEqualTo("{\"a\": \"\\\"7\\\"\", \"b\": \"x \\\"7\\\"\", \"c\": null }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | https://api.example.com/{taem} | url has {taem}; known names are [cursor, team]; did you mean `team`?",
                "query | a={taem} | query has {taem}; known names are [cursor, team]; did you mean `team`?",
                "nextQuery | a={taem} | nextQuery has {taem}; known names are [cursor, key, team, token]; did you mean `team`?",
                "bodyTemplate | {\"a\": {taem} } | bodyTemplate has {taem}; known names are [cursor, end, key, limit, offset, page, start, team, token, windowEnd, windowStart]",
            })
    void anotherNameIsRefused(String parameter, String text, String told) {
        RequestParameters parameters = new RequestParameters();
        parameters.setMethod("POST");
        switch (parameter) {
            case "url" -> parameters.setUrl(text);
            case "query" -> parameters.setQuery(text);
            case "nextQuery" -> parameters.setNextQuery(text);
            default -> parameters.setBodyTemplate(text);
        }

        assertThatThrownBy(() -> parameters.check(request(Map.of("team", "7")))).hasMessage(told);
    }
}
