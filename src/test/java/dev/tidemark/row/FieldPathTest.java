package dev.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

    private static final Map<String, Object> AT = Map.of("at", 3);

    private static @Nullable Object read(String path, Map<String, Object> record) {
        FieldPath field = FieldPath.of(path);
        assertThat(field.isIn(Collections.unmodifiableMap(record)))
                .isEqualTo(field.read(Collections.unmodifiableMap(record)) != null)
                .isEqualTo(field.locate(Collections.unmodifiableMap(record)) != null);
        return field.read(Collections.unmodifiableMap(record));
    }

    @Test
    void pathOfDotsOrSlashesLeadsIntoObjects() {
        Map<String, Object> record = Map.of("meta", Map.of("updated", AT));

        assertThat(read("meta.updated.at", record)).isEqualTo(3);
        assertThat(read("/meta/updated/at", record)).isEqualTo(3);
    }

    @Test
    void nameWithMostOfThePathWinsInEachObject() {
        Map<String, Object> nested = Map.of("updated", AT);

        assertThat(read("meta.updated.at", Map.of("meta.updated.at", 1, "meta.updated", AT, "meta", nested)))
                .isEqualTo(1);
        assertThat(read("meta.updated.at", Map.of("meta.updated", AT, "meta", Map.of("updated", Map.of("at", 9)))))
                .isEqualTo(3);
        assertThat(read("meta.updated.at", Map.of("meta", Map.of("updated.at", 4, "updated", AT))))
                .isEqualTo(4);
        assertThat(read("/meta/at", Map.of("/meta/at", 1, "meta", AT))).isEqualTo(1);
    }

    @Test
    void pointerIsExactAndItsNumbersLeadIntoArrays() {
        assertThat(read("/a.b/c~1d~0", Map.of("a.b", Map.of("c/d~", 5)))).isEqualTo(5);
        assertThat(read("/a/b", Map.of("a.b", 1))).isNull();
        assertThat(read("/tags/1", Map.of("tags", List.of("x", "y")))).isEqualTo("y");
        assertThat(read("/tags/2", Map.of("tags", List.of("x", "y")))).isNull();
        assertThat(read("tags.1", Map.of("tags", List.of("x", "y")))).isNull();
    }

    @Test
    void dotsLeadToTheObjectsAroundANestedRecord() {
        Map<String, Object> order = Map.of("id", 1, "user", Map.of("id", 7), "..", Map.of("id", 2));
        Map<String, Object> item = Map.of("id", 3, "..", order);

        assertThat(read("../id", item)).isEqualTo(1);
        assertThat(read("../../id", item)).isEqualTo(2);
        assertThat(read("../user.id", item)).isEqualTo(7);
        assertThat(read("../user/id", item)).isEqualTo(7);
        assertThat(read("../id", Map.of("id", 3))).isNull();
    }

    @Test
    void missingFieldIsDistinguishedFromNull() {
        Map<String, @Nullable Object> record = Collections.singletonMap("a", Collections.singletonMap("b", null));

        assertThat(FieldPath.of("a.b").isIn(record)).isTrue();
        assertThat(FieldPath.of("a.c").isIn(record)).isFalse();
        assertThat(FieldPath.of("a.b.c").isIn(record)).isFalse();
        assertThat(FieldPath.of("a.b").read(record)).isNull();
    }

    @Test
    void namesOnTheWayToAValueAreThoseOfTheRecord() {
        Map<String, Object> record = Map.of("meta", Map.of("updated.at", 4), "tags", List.of("x", Map.of("y", 1)));

        assertThat(FieldPath.of("meta.updated.at").locate(Collections.unmodifiableMap(record)))
                .containsExactly("meta", "updated.at");
        assertThat(FieldPath.of("/tags/1/y").locate(Collections.unmodifiableMap(record)))
                .containsExactly("tags", "1", "y");
        assertThat(FieldPath.of("meta.updated").locate(Collections.unmodifiableMap(record)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "a..b", ".a", "a.", ".", "km/h", "/", "../", ""})
    void otherTextIsAFieldsOwnName(String name) {
        assertThat(FieldPath.of(name).isNested()).isFalse();
        assertThat(read(name, Map.of(name, 1))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "id, id",
        "user.id, user_id",
        "/user/id, user_id",
        "/user.info/id, user_info_id",
        "../id, parent_id",
        "../../user.id, parent_parent_user_id"
    })
    void columnIsNamedAfterThePath(String path, String column) {
        assertThat(FieldPath.of(path).columnName()).isEqualTo(column);
    }

    @Test
    void pathsToTheSameFieldAreEqual() {
        assertThat(FieldPath.of("a.b")).isEqualTo(FieldPath.of("/a/b")).isNotEqualTo(FieldPath.named("a.b"));
        assertThat(FieldPath.of("a.b")).hasToString("a.b");
    }
}
