package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which APIs want "changed since" to be said. Each refuses every other way, and any parameter more. */
class ConditionTest {

    private final List<Map<String, Object>> records = Records.seconds(5);

    @Test
    void anOperatorAtTheHeadOfTheValue() {
        assertFollowed("updated_on=>{cursor}", "updated_on", ">(.*)", "updated_on=%3E2024-01-15T10%3A00%3A04Z");
    }

    @Test
    void anOperatorAtTheHeadOfTheValueThatLooksLikeASecondEqualsSign() {
        assertFollowed("updated_on=>={cursor}", "updated_on", ">=(.*)", "updated_on=%3E%3D2024-01-15T10%3A00%3A04Z");
    }

    @Test
    void anOperatorInBracketsInTheName() {
        assertFollowed(
                "filter[date][_gt]={cursor}",
                "filter[date][_gt]",
                "(.*)",
                "filter%5Bdate%5D%5B_gt%5D=2024-01-15T10%3A00%3A04Z");
    }

    @Test
    void anExpressionWithSpacesBehindADollarSign() {
        assertFollowed(
                "$filter=modifiedAt gt {cursor}",
                "$filter",
                "modifiedAt gt (.*)",
                "%24filter=modifiedAt%20gt%202024-01-15T10%3A00%3A04Z");
    }

    @Test
    void jsonInOneParameter() {
        assertFollowed(
                "where={\"and\": [{\"updatedAt\": {\"$gt\": \"{cursor}\"} }]}",
                "where",
                "\\{\"and\": \\[\\{\"updatedAt\": \\{\"\\$gt\": \"(.*)\"} }]}",
                null);
    }

    @Test
    void anExpressionWithQuotesSemicolonsAmpersandsAndPercentSigns() {
        assertFollowed(
                "q=updated > '{cursor}';; state IN ('a%b', \"c\") # not /d?e\\f|g^h`i~j",
                "q", "updated > '(.*)'; state IN \\('a%b', \"c\"\\) # not /d\\?e\\\\f\\|g\\^h`i~j", null);
    }

    @Test
    void arangeOfIdsBetweenBars() {
        try (SyncBench bench = new SyncBench(request -> {
            Matcher range = matched("><(\\d+)\\|(\\d+)", request, Set.of("id"));
            return Response.of(Map.of(
                    "data",
                    records.stream()
                            .filter(each -> Records.number(each, "id") >= Long.parseLong(range.group(1))
                                    && Records.number(each, "id") <= Long.parseLong(range.group(2)))
                            .toList()));
        })) {
            SyncResult result = bench.sync(
                    bench.source("step-size", "query", "id=><{start}|{end}", "stepSize", 2, "maxEmptySteps", 1));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(5);
            assertThat(bench.api().requests().get(0).query()).isEqualTo("id=%3E%3C1%7C2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, since",
        "replay, since",
        "keyset, updated_since scroll_param",
        "offset, updated_since limit offset",
        "page-number, updated_since per_page page",
        "next-url, updated_since",
        "step-size, start_id end_id"
    })
    void nothingIsRequestedThatTheQueryDoesNotSay(String strategy, String names) {
        try (SyncBench bench = new SyncBench(request -> Response.of(Map.of("data", List.of())))) {
            assertThat(bench.sync(bench.source(strategy)).error()).isNull();
            assertThat(bench.api().requests()).isNotEmpty().allSatisfy(request -> assertThat(List.of(names.split(" ")))
                    .containsAll(request.parameters().keySet()));
        }
    }

    private void assertFollowed(
            String query, String parameter, String form, @org.jspecify.annotations.Nullable String sent) {
        try (SyncBench bench = new SyncBench(request -> {
            String since = matched(form, request, Set.of(parameter)).group(1);
            return Response.of(Map.of("data", Records.after(records, since)));
        })) {
            SourceYaml source = bench.source("timestamp", "query", query);

            assertThat(bench.sync(source).error()).isNull();
            bench.api().forget();
            records.set(1, Records.record(2, "2024-01-15T10:00:06Z"));
            SyncResult second = bench.sync(source);

            assertThat(second.error()).isNull();
            assertThat(second.rowsWritten()).isEqualTo(1);
            assertThat(bench.rows()).isEqualTo(5);
            if (sent != null) {
                assertThat(bench.api().requests().get(0).query()).isEqualTo(sent);
            }
        }
    }

    private static Matcher matched(String form, Request request, Set<String> known) {
        if (!request.parameters().keySet().equals(known)) {
            throw new IllegalArgumentException(
                    "unknown parameters in " + request.parameters().keySet());
        }
        Matcher matcher =
                Pattern.compile(form).matcher(request.get(known.iterator().next()));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood: " + request.parameters());
        }
        return matcher;
    }
}
