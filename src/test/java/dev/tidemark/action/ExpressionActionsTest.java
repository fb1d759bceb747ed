package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.tidemark.row.RefusedRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.NoSuchLanguageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filter and compute: the body of an expression is one record. */
class ExpressionActionsTest {

    private static Actions filter(String where) {
        return new Actions().then("filter", "where", where);
    }

    private static Actions compute(String field, String expression) {
        return new Actions().then("compute", "field", field, "expression", expression);
    }

    @Test
    void onlyRecordsForWhichTheConditionIsTrueAreKept() throws Exception {
        Map<String, Object> active = Map.of("id", 1, "user", Map.of("status", "active"));
        Map<String, Object> gone = Map.of("id", 2, "user", Map.of("status", "gone"));
        RefusedRecord refused = new RefusedRecord(Map.of("id", 3), "it is wrong");

        assertThat(Actions.list(filter("${body[user][status]} == 'active'").apply(List.of(active, gone, refused))))
                .containsExactly(active, refused);
        assertThat(filter("${body[id]} == 2").apply(active)).isEqualTo(List.of());
        assertThat(filter("RAW(${body[id]} > 0 && ${body[id]} < 2)").of(active)).containsExactly(active);
    }

    @Test
    void computedFieldIsAddedOrReplaced() throws Exception {
        Map<String, Object> record = Map.of("first", "Ann", "user", Map.of("mail", "ANN@example.com"));

        assertThat(compute("name", "${body[first]} Lee").of(record).get(0)).contains(entry("name", "Ann Lee"));
        assertThat(compute("first", "${body[user]}").of(record).get(0)).contains(entry("first", record.get("user")));
        assertThat(compute("user.mail", "${body[user][mail].toLowerCase()}").of(record))
                .containsExactly(Map.of("first", "Ann", "user", Map.of("mail", "ann@example.com")));
        assertThat(compute("none", "${body[missing]}").of(Map.of()))
                .containsExactly(Collections.singletonMap("none", null));
        assertThat(record).isEqualTo(Map.of("first", "Ann", "user", Map.of("mail", "ANN@example.com")));
    }

    @Test
    void newFieldWithinAnObjectIsRefused() throws Exception {
        assertThat(compute("user.mail", "x").refusal(Map.of("user", Map.of()))).contains("no field `user.mail`");
    }

    @Test
    void expressionThatThrowsForARecordRefusesThatRecord() throws Exception {
        Map<String, Object> bad = Map.of("a", "x");
        Map<String, Object> good = Map.of("a", List.of(7));

        List<Map<String, Object>> out = new ArrayList<>();
        Actions.list(compute("b", "${body[a].get(0)}").apply(List.of(bad, good)))
                .forEach(each -> out.add(Map.copyOf(each)));

        assertThat(out).containsExactly(bad, Map.of("a", List.of(7), "b", 7));
        assertThat(compute("b", "${body[a].get(0)}").refusal(bad))
                .startsWith("records-compute-action: expression failed for this record: ");
        assertThat(filter("${body[a].get(0)} == 7").refusal(bad))
                .startsWith("records-filter-action: where failed for this record: ");
    }

    @ParameterizedTest
    @CsvSource({"simple, '${body[a'", "simple, '${body[a]} == '"})
    void conditionThatDoesNotCompileFailsTheStart(String language, String where) {
        assertThatThrownBy(() -> new Actions()
                        .then("filter", "where", where, "language", language)
                        .of(Map.of()))
                .rootCause()
                .hasMessageContaining("where is not valid in the language " + language + ": ");
    }

    @Test
    void languageOfAMissingModuleIsNamed() {
        assertThatThrownBy(() -> new Actions()
                        .then("filter", "where", ".a == 1", "language", "jq")
                        .of(Map.of()))
                .hasRootCauseInstanceOf(NoSuchLanguageException.class)
                .rootCause()
                .hasMessageContaining("jq");
    }

    @Test
    void unknownLanguageIsRefused() {
        assertThatThrownBy(() -> new Actions()
                        .then("compute", "field", "a", "expression", "1", "language", "cobol")
                        .of(Map.of()))
                .rootCause()
                .hasMessageContaining("`cobol`, which is not one of simple, groovy, jsonpath, jq");
    }
}
