package dev.tidemark.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** All rules of the catalogue. */
final class KameletRules {

    private static final List<BiConsumer<Kamelet, Faults>> RULES = List.of(
            MetadataRules::verifyFileName,
            MetadataRules::verifyKind,
            MetadataRules::verifyType,
            MetadataRules::verifyAnnotations,
            MetadataRules::verifyCatalogVersion,
            MetadataRules::verifyIcon,
            DefinitionRules::verifyDefinition,
            DefinitionRules::verifyRequired,
            DefinitionRules::verifyProperties,
            DefinitionRules::verifyTitles,
            DefinitionRules::verifyDefaults,
            DefinitionRules::verifyDurations,
            DefinitionRules::verifySecrets,
            DependencyRules::verifyDependencies,
            DependencyRules::verifyDependencySyntax,
            DependencyRules::verifyOwnVersion,
            TemplateRules::verifyEnds,
            TemplateRules::verifyParameters,
            TemplateRules::verifyStaticEndpoints,
            TemplateRules::verifyOptions,
            TemplateRules::verifyCanonicalForm);

    private KameletRules() {}

    /** What is wrong with one Kamelet: file, property and fix. */
    static List<String> faults(Kamelet kamelet) {
        Faults faults = new Faults(kamelet.file());
        RULES.forEach(rule -> rule.accept(kamelet, faults));
        return faults.found();
    }

    /** What is wrong with several Kamelets side by side. */
    static List<String> faultsAmong(List<Kamelet> kamelets) {
        Faults faults = new Faults("the catalogue");
        Map<String, String> seen = new HashMap<>();
        for (Kamelet kamelet : kamelets) {
            for (String key : List.of("title", "description")) {
                String text = kamelet.definition().path(key).asText();
                String other = seen.put(key + text, kamelet.file());
                faults.addIf(
                        other != null,
                        "spec.definition." + key,
                        "of " + kamelet.file() + " is that of " + other + ": nobody could tell them apart; change one");
            }
        }
        return faults.found();
    }
}
