package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule sees the fault that it is for: a good Kamelet with one thing changed. */
class KameletRulesTest {

    private static final String SOURCE = "example-source.kamelet.yaml";
    private static final String SINK = "example-sink.kamelet.yaml";

    @ParameterizedTest
    @ValueSource(strings = {SOURCE, SINK})
    void aGoodKameletHasNoFault(String file) throws IOException {
        Kamelet good = Examples.read(file);

        assertThat(KameletRules.faults(good)).isEmpty();
        assertThat(Schemas.faultsOfResource(good)).isEmpty();
        assertThat(Schemas.faultsOfTemplate(good)).isEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                // The name, the kind, the labels and annotations
                arguments(SOURCE, "  name: example-source", "  name: other-source", "metadata.name is `other-source`"),
                arguments(SOURCE, "org/v1\n", "org/v1alpha1\n", "apiVersion is not what Camel K installs"),
                arguments(SOURCE, "kind: Kamelet", "kind: Pipe", "kind makes it no Kamelet"),
                arguments(SOURCE, "type: source", "type: sink", "does not end in -sink"),
                arguments(SOURCE, "type: source", "type: bridge", "write source, sink or action"),
                arguments(SOURCE, "provider: Tidemark", "provider: ''", "org/provider is missing"),
                arguments(SOURCE, "group: Tidemark", "group: ''", "org/kamelet.group is missing"),
                arguments(SOURCE, "namespace: HTTP", "namespace: ''", "org/kamelet.namespace is missing"),
                arguments(SOURCE, "level: Preview", "level: Great", "support.level is `Great`"),
                arguments(SOURCE, "catalog.version: ", "catalog.version: 1", "write the pom's camel.version"),
                arguments(SOURCE, "data:image/svg", "data:image/png", "kamelet.icon is not a data:image/svg+xml"),
                arguments(SOURCE, "PHN2ZyB4bWxucz0iaHR0c", "PHN2ZyB4bWxu", "kamelet.icon cannot be read"),
                arguments(SOURCE, "base64,P", "base64,?", "kamelet.icon cannot be read"),
                arguments(SOURCE, "Lz4=", "Lzw=", "kamelet.icon cannot be read"),
                // What is said of the parameters
                arguments(SOURCE, "title: Example Source", "title: Example", "spec.definition.title is `Example`"),
                arguments(SOURCE, "description: Does something.", "description: ''", "description is missing"),
                arguments(SOURCE, "    type: object", "    type: array", "spec.definition.type is not object"),
                arguments(SOURCE, "      - url\n", "      - url\n      - uri\n", "`uri`, which is not a property"),
                arguments(SOURCE, "      - url\n", "      - url\n      - url\n", "lists `url` twice"),
                arguments(SOURCE, "      - url\n", "      - url\n      - size\n", "size.default is never used"),
                arguments(
                        SOURCE,
                        "        example: https://api.example.com/users\n",
                        "",
                        "properties.url.example is missing"),
                arguments(SOURCE, "title: Period", "title: ''", "properties.period.title is missing"),
                arguments(SOURCE, "description: How many.", "x: y", "properties.size.description is missing"),
                arguments(SOURCE, "type: integer\n        min", "type: int\n        min", "size.type is `int`"),
                arguments(SOURCE, "title: Limit", "title: The Limit", "leave the article out"),
                arguments(SOURCE, "title: Limit", "title: limit", "begin it with a capital letter"),
                arguments(SOURCE, "title: Limit", "title: Size", "limit.title is `Size`, as that of size"),
                arguments(SOURCE, "default: 5\n", "default: five\n", "properties.size.default does not fit"),
                arguments(SOURCE, "default: 5\n", "default: '5'\n", "properties.size.default does not fit"),
                arguments(SOURCE, "default: 5\n", "default: 0\n", "properties.size.default does not fit"),
                arguments(SINK, "default: INFO", "default: NOISY", "properties.level.default does not fit"),
                arguments(SINK, "default: INFO", "default: 1", "properties.level.default does not fit"),
                arguments(SOURCE, "default: 60s", "default: 500 ms", "properties.period.default is not a duration"),
                arguments(SOURCE, "format: password", "maxLength: 9", "properties.passphrase.format is missing"),
                arguments(SOURCE, "group:credentials", "group:common", "does not list urn:camel:group:credentials"),
                arguments(
                        SOURCE,
                        "format: password\n",
                        "format: password\n        default: canary\n",
                        "passphrase.default is a secret"),
                // What Camel K fetches
                arguments(SOURCE, "    - camel:http\n", "", "lacks camel:http, which the component https needs"),
                arguments(SOURCE, "    - camel:timer\n", "", "lacks camel:timer, which the component timer needs"),
                arguments(SOURCE, "    - camel:bean\n", "", "lacks camel:bean, which the language bean needs"),
                arguments(SOURCE, "    - camel:jackson\n", "", "lacks camel:jackson, which the dataformat jackson"),
                arguments(SOURCE, "    - camel:core\n", "", "lacks camel:core"),
                arguments(SOURCE, "    - camel:kamelet\n", "", "lacks camel:kamelet"),
                arguments(
                        SINK,
                        "    - mvn:org.apache.camel:camel-spring:4.18.0\n",
                        "",
                        "lacks mvn:org.apache.camel:camel-spring:4.18.0, which the step transacted needs"),
                arguments(
                        SINK,
                        "mvn:org.apache.camel:camel-spring:4.18.0",
                        "camel:spring",
                        "lists camel:spring, which Camel Quarkus has not"),
                arguments(SINK, "log:example", "logg:example", "the component logg, which the build lacks"),
                arguments(SOURCE, "constant:", "jq:", "the language jq, which the build lacks"),
                arguments(SOURCE, "- camel:core", "- camel:corn", "lists camel:corn, and the build has no such"),
                arguments(SOURCE, "- camel:core", "- camel:core\n    - camel:core", "lists camel:core twice"),
                arguments(SOURCE, "- camel:core", "- camel:core\n    - mvn:a:b", "write camel:NAME or mvn:GROUP"),
                arguments(SOURCE, "tidemark:tidemark:", "tidemark:tidemark:9", "for our own classes: write mvn:dev.t"),
                arguments(SINK, "- camel:core", "- camel:core\n    - mvn:dev.tidemark:tidemark:1", "write none"),
                // What it does
                arguments(SOURCE, "uri: timer:example", "uri: kamelet:source", "spec.template.from is kamelet:source"),
                arguments(SOURCE, "uri: kamelet:sink", "uri: log:x", "calls kamelet:sink 0 times"),
                arguments(
                        SOURCE,
                        "        - unmarshal:",
                        "        - to:\n            uri: kamelet:sink\n        - unmarshal:",
                        "calls kamelet:sink 2 times"),
                arguments(SINK, "uri: kamelet:source", "uri: direct:x", "from is not kamelet:source"),
                arguments(SINK, "uri: log:example", "uri: kamelet:sink", "calls kamelet:sink, which is for sources"),
                arguments(SOURCE, "\"{{?passphrase}}{{?limit}}\"", "x", "properties.limit is used nowhere"),
                arguments(SOURCE, "\"{{page}}\"", "\"{{pgae}}\"", "uses {{pgae}}, which is neither declared"),
                arguments(SOURCE, "{{?limit}}", "{{limit}}", "write {{?limit}}"),
                arguments(SOURCE, "{{size}}", "{{size:7}}", "move the default to the declaration"),
                arguments(SOURCE, "- name: page", "- name: size", "beans has `size`, as a parameter has"),
                arguments(SOURCE, "httpMethod:", "httpMethodd:", "the option `httpMethodd`, which it does not have"),
                arguments(SINK, "level: \"{{", "levle: \"{{", "the option `levle`, which it does not have"),
                arguments(
                        SOURCE,
                        "        - to:\n            uri: \"{{",
                        "        - toD:\n            uri: \"{{",
                        "`toD`"),
                arguments(SOURCE, "  - to:\n                  uri: kamelet:sink", "  - to: kamelet:sink", "long form"),
                arguments(SOURCE, "expression:\n              method:", "method:", "`split` without `expression`"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsReportedWithFilePropertyAndFix(String file, String good, String bad, String told) throws IOException {
        assertThat(KameletRules.faults(Examples.changed(file, good, bad)))
                .anySatisfy(fault -> assertThat(fault).startsWith(file + ": ").contains(told, ": "));
    }

    @Test
    void aLargeIconIsAFault() throws IOException {
        Kamelet large = Examples.changed(SINK, "base64,", "base64," + "PHN2".repeat(500));

        assertThat(KameletRules.faults(large))
                .anySatisfy(fault -> assertThat(fault).contains("draw a simpler one"));
    }

    @ParameterizedTest
    @CsvSource({
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://a.example/x'/></svg>",
        "<html/>"
    })
    void anIconThatIsMoreThanAPictureIsAFault(String svg) throws IOException {
        assertThat(KameletRules.faults(Examples.withIcon(SINK, svg)))
                .anySatisfy(fault -> assertThat(fault).contains("not a plain SVG picture"));
    }

    @Test
    void twoKameletsWithOneTitleAreAFault() throws IOException {
        Kamelet one = Examples.read(SINK);
        Kamelet other = Examples.changed(SINK, "description: Takes something.", "description: Takes more.");

        assertThat(KameletRules.faultsAmong(List.of(one, Examples.read(SOURCE))))
                .isEmpty();
        assertThat(KameletRules.faultsAmong(List.of(one, other)))
                .singleElement()
                .asString()
                .contains("definition.title");
    }

    @ParameterizedTest
    @CsvSource({
        "'minimum: \"1\"', 'minimum: 1'",
        "'  dependencies:', '  dependency:'",
        "'title: Limit', 'titel: Limit'",
        "'x-descriptors:', 'x-descriptor:'"
    })
    void whatAClusterRefusesOrDropsIsAFault(String good, String bad) throws IOException {
        assertThat(Schemas.faultsOfResource(Examples.changed(SOURCE, good, bad)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"steps:, step:", "split:, splitt:", "- name: page, - nam: page", "library: Jackson, library: Jason"})
    void whatCamelsYamlDoesNotKnowIsAFault(String good, String bad) throws IOException {
        assertThat(Schemas.faultsOfTemplate(Examples.changed(SOURCE, good, bad)))
                .isNotEmpty();
    }
}
