package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Kamelet of the program, whichever there are, is one that Camel, Camel K and Kaoto take. */
class KameletCatalogTest {

    static List<Kamelet> kamelets() throws IOException {
        return Kamelet.shipped();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aClusterTakesItAsItIs(Kamelet kamelet) {
        assertThat(Schemas.faultsOfResource(kamelet)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itsTemplateIsValidCamelYaml(Kamelet kamelet) {
        assertThat(Schemas.faultsOfTemplate(kamelet)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itKeepsTheRulesOfTheCatalogue(Kamelet kamelet) {
        assertThat(KameletRules.faults(kamelet)).isEmpty();
    }

    @Test
    void noTwoCanBeMistakenForEachOther() throws IOException {
        assertThat(KameletRules.faultsAmong(kamelets())).isEmpty();
    }

    @Test
    void theFolderHoldsNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes", "kamelets"))) {
            assertThat(files).allMatch(file -> file.toString().endsWith(Kamelet.SUFFIX));
        }
    }
}
