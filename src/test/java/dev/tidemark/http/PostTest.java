package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** APIs that are searched by a POST. */
class PostTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theParametersAreTheBodyAndCountsAreNumbers() {
        assertArrives(
                "offset",
                body -> assertThat(body.path("limit").isInt()).isTrue(),
                body -> Response.of(Map.of(
                        "data",
                        Records.page(
                                Records.after(
                                        Records.seconds(7),
                                        body.path("updated_since").asText()),
                                body.path("offset").asInt(),
                                body.path("limit").asInt()))),
                "pageSize",
                3);
    }

    @Test
    void aTemplateTakesTheParametersPlace() {
        assertArrives(
                "keyset",
                body -> assertThat(body.path("size").intValue()).isEqualTo(3),
                body -> {
                    int at = body.at("/filter/scroll").asInt(0);
                    String since = body.at("/filter/since").asText();
                    Map<String, Object> response = new HashMap<>();
                    var newer = Records.after(Records.seconds(7), since);
                    response.put("data", Records.page(newer, at, 3));
                    response.put("scroll_param", at + 3 < newer.size() ? Integer.toString(at + 3) : null);
                    return Response.of(response);
                },
                "bodyTemplate",
                "{\"filter\": {\"since\": \"{cursor}\", \"scroll\": \"{token}\"}, \"size\": 3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": \"{cursor}\"}|{\"a\": \"x\\\"y\"}",
                "{\"a\": {cursor}}|{\"a\": \"x\\\"y\"}",
                "{\"a\": {limit}}|{\"a\": 50}",
                "{\"a\": \"{limit}\"}|{\"a\": \"50\"}",
                "{\"a\": \"at {cursor}, {limit}\"}|{\"a\": \"at x\\\"y, 50\"}",
                "{\"a\": \"{token}\"}|{\"a\": null}",
                "[{token}]|[null]",
                "{\"a\": {key}}|{\"a\": \"1, \\\"b\\\": 2\"}"
            })
    void noValueChangesTheForm(String template, String body) {
        assertThat(BodyTemplate.of(template).fill(Map.of("cursor", "x\"y", "limit", "50", "key", "1, \"b\": 2")))
                .isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": {crusor}}", "{\"a\": ", "since={cursor}", "{} {}", "\"{cursor}\""})
    void whatIsNotATemplateIsRefused(String template) {
        assertThatThrownBy(() -> BodyTemplate.of(template).fill(Map.of("cursor", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bodyTemplate");
    }

    private interface Check {
        void check(JsonNode body);
    }

    private interface Search {
        Response respond(JsonNode body);
    }

    private static void assertArrives(String strategy, Check check, Search search, Object... parameters) {
        try (SyncBench bench = new SyncBench(request -> {
            JsonNode body = read(request);
            check.check(body);
            return request.method().equals("POST")
                            && request.query().isEmpty()
                            && request.header("Content-Type").startsWith("application/json")
                    ? search.respond(body)
                    : Response.text(405, "");
        })) {
            var source = bench.source(strategy, parameters).with("method", "POST");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(7);
            assertThat(bench.sync(source).rowsWritten()).isZero();
        }
    }

    private static JsonNode read(TestApi.Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
