package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordKeyTest {

    private final RecordKey byId = new RecordKey(List.of("id", "updatedAt"));
    private final RecordKey byAll = new RecordKey(List.of());

    @Test
    void recordsOfOneKeyAreOneWhateverElseTheyHave() {
        assertThat(byId.of(row("id", 1, "updatedAt", "a", "views", 5)))
                .isEqualTo(byId.of(row("id", 1, "updatedAt", "a", "views", 6)));
        assertThat(byId.of(row("id", 1, "updatedAt", "a"))).isNotEqualTo(byId.of(row("id", 1, "updatedAt", "b")));
    }

    @Test
    void aNumberAndItsTextAreTwoKeysAndANumberInTwoFormsIsOne() {
        assertThat(byAll.of(row("id", 1))).isNotEqualTo(byAll.of(row("id", "1")));
        assertThat(byAll.of(row("id", 1))).isEqualTo(byAll.of(row("id", new BigDecimal("1.0"))));
        assertThat(byAll.of(row("id", 100))).isEqualTo(byAll.of(row("id", new BigDecimal("1E+2"))));
        assertThat(byAll.of(row("id", true))).isNotEqualTo(byAll.of(row("id", "true")));
        assertThat(byAll.of(row("id", null))).isNotEqualTo(byAll.of(row("id", "null")));
    }

    @Test
    void aRecordWithoutAKeyFieldIsIdentifiedByAllItsFields() {
        assertThat(byId.of(row("id", 1, "name", "a"))).isNotEqualTo(byId.of(row("id", 1, "name", "b")));
        assertThat(byId.of(row("id", null, "updatedAt", "a", "name", "a")))
                .isNotEqualTo(byId.of(row("id", null, "updatedAt", "a", "name", "b")));
    }

    @Test
    void anObjectAsAKeyIsOneInAnyOrderOfItsNames() {
        Map<String, Object> one = new HashMap<>();
        one.put("x", 1);
        one.put("y", List.of(1, "2"));
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("y", List.of(1, "2"));
        other.put("x", 1);
        assertThat(byId.of(row("id", one, "updatedAt", "a"))).isEqualTo(byId.of(row("id", other, "updatedAt", "a")));
        assertThat(byId.of(row("id", one, "updatedAt", "a")))
                .isNotEqualTo(byId.of(row("id", Map.of("x", 1), "updatedAt", "a")));
    }

    /** "ab", "c" is not "a", "bc". */
    @Test
    void keysOfSeveralFieldsAreComparedFieldByField() {
        RecordKey key = new RecordKey(List.of("a", "b"));
        assertThat(key.of(row("a", "ab", "b", "c"))).isNotEqualTo(key.of(row("a", "a", "b", "bc")));
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... fields) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            row.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return row;
    }
}
