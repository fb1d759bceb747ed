package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.RefusedRecord;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rename, select, drop and flatten, in a route without a source or a sink of ours. */
class FieldActionsTest {

    private static final Map<String, Object> USER = Map.of("mail", "ann@example.com", "profile", Map.of("age", 41));

    private static Map<String, Object> record() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", 1);
        record.put("user", USER);
        record.put("tags", List.of("a", "b"));
        return record;
    }

    @Test
    void renamedFieldKeepsItsPlaceAndAFieldOfAnObjectMovesToTheEnd() throws Exception {
        assertThat(new Actions()
                        .then("rename", "fields", "number=id, email=user.mail, first=/tags/0, none=missing")
                        .of(record())
                        .get(0))
                .containsExactly(
                        entry("number", 1),
                        entry("user", Map.of("profile", Map.of("age", 41))),
                        entry("tags", List.of("a", "b")),
                        entry("email", "ann@example.com"),
                        entry("first", "a"));
    }

    @Test
    void namesAreSwappedAndAFieldWithADotInItsNameWins() throws Exception {
        assertThat(new Actions()
                        .then("rename", "fields", "a=b, b=a, c=user.mail")
                        .of(Map.of("a", 1, "b", 2, "user.mail", 3, "user", USER)))
                .containsExactly(Map.of("a", 2, "b", 1, "c", 3, "user", USER));
    }

    @Test
    void renameOverAnotherFieldRefusesTheRecordAlone() throws Exception {
        Map<String, Object> taken = Map.of("id", 1, "name", "x");

        List<Map<String, @Nullable Object>> out =
                Actions.list(new Actions().then("rename", "fields", "name=id").apply(List.of(taken, Map.of("id", 2))));

        assertThat(out.get(0)).isInstanceOf(RefusedRecord.class).isEqualTo(taken);
        assertThat(((RefusedRecord) out.get(0)).reason())
                .startsWith("records-rename-action: ")
                .contains("`name` already", "`name=id`");
        assertThat(out.get(1)).isEqualTo(Map.of("name", 2)).isInstanceOf(Row.class);
    }

    @Test
    void selectionKeepsTheNamedFieldsInTheirOrder() throws Exception {
        Map<String, Object> nested = record();
        nested.put(FieldPath.PARENT, Map.of("id", 9));
        assertThat(new Actions()
                        .then("select", "fields", "age=user.profile.age, user.mail, id, missing")
                        .of(nested)
                        .get(0))
                .containsExactly(
                        entry("age", 41),
                        entry("user_mail", "ann@example.com"),
                        entry("id", 1),
                        entry(FieldPath.PARENT, Map.of("id", 9)));
    }

    @Test
    void droppedFieldsAreGoneAndNothingElse() throws Exception {
        assertThat(new Actions()
                        .then("drop", "fields", "tags, user.profile.age, missing")
                        .of(record()))
                .containsExactly(Map.of("id", 1, "user", Map.of("mail", "ann@example.com", "profile", Map.of())));
        assertThat(new Actions().then("drop", "fields", "/tags/0").refusal(record()))
                .contains("`/tags/0` is an element of an array");
    }

    @Test
    void objectsAreFlattenedAndArraysAndNullStay() throws Exception {
        Map<String, @Nullable Object> record = new LinkedHashMap<>(record());
        record.put("none", null);
        record.put("empty", Map.of());
        assertThat(new Actions().then("flatten").of(record).get(0))
                .containsOnly(
                        entry("id", 1),
                        entry("user_mail", "ann@example.com"),
                        entry("user_profile_age", 41),
                        entry("tags", List.of("a", "b")),
                        entry("none", null));
    }

    @Test
    void onlyTheNamedObjectsAreFlattened() throws Exception {
        assertThat(new Actions()
                        .then("flatten", "fields", "user.profile, id", "separator", ".")
                        .of(record()))
                .containsExactly(Map.of(
                        "id",
                        1,
                        "user",
                        Map.of("mail", "ann@example.com"),
                        "tags",
                        List.of("a", "b"),
                        "user.profile.age",
                        41));
    }

    @Test
    void twoFieldsThatFlattenToOneNameRefuseTheRecord() throws Exception {
        assertThat(new Actions().then("flatten").refusal(Map.of("user_mail", 1, "user", USER)))
                .contains("two fields", "`user_mail`");
    }

    @Test
    void recordsThatAnActionGetsAreNotChanged() throws Exception {
        Row row = new Row(new String[] {"id", "user"}, new @Nullable Object[] {1, USER});

        new Actions()
                .then("drop", "fields", "user.profile")
                .then("rename", "fields", "email=user.mail")
                .then("flatten")
                .of(row);

        assertThat(row).containsExactly(entry("id", 1), entry("user", USER));
    }

    @Test
    void rowsAreMadeWithEachNameOnce() {
        RowBuilder rows = new RowBuilder();
        assertThat(rows.copy(record())).isEqualTo(record());
        assertThat(rows.add("a", 1)).isTrue();
        assertThat(rows.add("a", 2)).isFalse();
        assertThat(rows.build()).isEqualTo(Map.of("a", 1));
        assertThat(rows.add("a", 2) && rows.add("b", 3)).isTrue();
        assertThat(rows.build()).isEqualTo(Map.of("a", 2, "b", 3));
        assertThat(rows.add("b", 4) && !rows.add("b", 5)).isTrue();
        assertThat(rows.build()).isEqualTo(Map.of("b", 4));
    }

    @Test
    void bodyIsARecordOrAnyCollectionOfRecords() throws Exception {
        Actions rename = new Actions().then("rename", "fields", "a=id");
        Map<String, Object> record = Map.of("id", 1);

        assertThat(rename.apply(record)).isEqualTo(Map.of("a", 1));
        assertThat(rename.apply(List.of())).isEqualTo(List.of());
        assertThat(rename.apply(Set.of(record))).isEqualTo(List.of(Map.of("a", 1)));
        assertThat(rename.apply(new Object[] {record})).isEqualTo(List.of(Map.of("a", 1)));
        assertThat(rename.apply(Collections.unmodifiableList(Arrays.asList(record, record))))
                .isEqualTo(List.of(Map.of("a", 1), Map.of("a", 1)));
    }

    @Test
    void refusedRecordPassesUntouched() throws Exception {
        RefusedRecord refused = new RefusedRecord(Map.of("id", 1), "it is wrong");

        assertThat(new Actions()
                        .then("rename", "fields", "a=id")
                        .then("flatten")
                        .of(refused)
                        .get(0))
                .isSameAs(refused);
    }

    @Test
    void anyOtherBodyIsRefusedByItsType() {
        Actions drop = new Actions().then("drop", "fields", "a");

        assertThatThrownBy(() -> drop.apply("{\"id\": 1}"))
                .rootCause()
                .hasMessageContaining("records-drop-action cannot read the body (java.lang.String)")
                .hasMessageContaining("unmarshal");
        assertThatThrownBy(() -> drop.apply(List.of(Map.of(), 5)))
                .rootCause()
                .hasMessageContaining("element 2 of the body (java.lang.Integer)");
        assertThatThrownBy(() -> drop.apply(null)).rootCause().hasMessageContaining("which is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=a", "a=", "a=b,,c=d", "a=b, a=c", "/a=b", ""})
    void renameOfAnotherFormIsRefused(String fields) {
        assertThatThrownBy(() -> new RenameAction().setFields(fields)).hasMessageContaining("fields ");
    }

    @ParameterizedTest
    @CsvSource({"'a, a', two values for `a`", "'a.b, a_b', two values for `a_b`", "'a,', nothing between two commas"})
    void selectionThatIsAmbiguousIsRefused(String fields, String why) {
        assertThatThrownBy(() -> new SelectAction().setFields(fields)).hasMessageContaining(why);
    }
}
