package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplodeActionTest {

    @Test
    void eachElementBecomesARecord() throws Exception {
        assertThat(new Actions()
                        .then("explode", "fields", "lines")
                        .of(Map.of("id", 1, "lines", List.of(Map.of("sku", "a"), Map.of("sku", "b")))))
                .containsExactly(
                        Map.of("id", 1, "lines", Map.of("sku", "a")), Map.of("id", 1, "lines", Map.of("sku", "b")));
    }

    @Test
    void arrayWithinAnObjectIsExplodedThere() throws Exception {
        assertThat(new Actions()
                        .then("explode", "fields", "order.tags")
                        .of(Map.of("order", Map.of("id", 1, "tags", List.of("x", "y")))))
                .containsExactly(
                        Map.of("order", Map.of("id", 1, "tags", "x")), Map.of("order", Map.of("id", 1, "tags", "y")));
    }

    @Test
    void severalArraysGiveEachCombination() throws Exception {
        assertThat(new Actions().then("explode", "fields", "a, b").of(Map.of("a", List.of(1, 2), "b", List.of(3, 4))))
                .containsExactly(
                        Map.of("a", 1, "b", 3), Map.of("a", 1, "b", 4), Map.of("a", 2, "b", 3), Map.of("a", 2, "b", 4));
    }

    @Test
    void anotherValueIsAnArrayOfOneAndNothingIsNone() throws Exception {
        Actions explode = new Actions().then("explode", "fields", "a");

        assertThat(explode.of(Map.of("a", Map.of("b", 1)))).containsExactly(Map.of("a", Map.of("b", 1)));
        assertThat(explode.of(Map.of("a", List.of()))).isEmpty();
        assertThat(explode.of(Collections.singletonMap("a", null))).isEmpty();
        assertThat(explode.of(Map.of("b", 1))).isEmpty();
        assertThat(explode.apply(Map.of("a", List.of(1, 2)))).isEqualTo(List.of(Map.of("a", 1), Map.of("a", 2)));
    }

    @Test
    void nullInAnArrayStaysAnElement() throws Exception {
        List<@Nullable Object> array = Arrays.asList(1, null);

        assertThat(new Actions().then("explode", "fields", "a").of(Map.of("a", array)))
                .containsExactly(Map.of("a", 1), Collections.singletonMap("a", null));
    }
}
