package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.config.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceNamesTest {

    private final SourceNames names = new SourceNames(
            Path.of("routes"), List.of("shop-orders", "shop", "a.b\\Ec", "axb"), List.of("shop-customers"));

    @ParameterizedTest
    @CsvSource({
        "shop-*, shop-customers shop-orders",
        "shop*, shop shop-customers shop-orders",
        "*-o*r*, shop-orders",
        "sho?, shop",
        "a.b\\E?, a.b\\Ec",
        "a?b, axb",
        "shop, shop"
    })
    void aStarIsAnyTextAndAQuestionMarkOneCharacter(String written, String found) {
        assertThat(names.find(List.of(written))).containsExactlyInAnyOrder(found.split(" "));
    }

    @Test
    void severalNamesAndPatternsAreUnited() {
        assertThat(names.find(List.of("axb", "*-orders", "shop-?rders"))).containsExactly("axb", "shop-orders");
    }

    @Test
    void whatMatchesNothingIsRefusedWithTheKnownNames() {
        UsageException refusal =
                catchThrowableOfType(UsageException.class, () -> names.find(List.of("shp-*", "shop", "axc")));

        assertThat(refusal.problems())
                .satisfiesExactly(
                        pattern -> assertThat(pattern)
                                .isEqualTo(
                                        "no source in routes matches `shp-*`; known sources are [a.b\\Ec, axb, shop, shop-orders]"),
                        name -> assertThat(name).startsWith("unknown source `axc` in routes; known sources are [a.b"));
    }
}
