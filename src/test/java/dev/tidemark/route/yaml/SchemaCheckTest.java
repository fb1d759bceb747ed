package dev.tidemark.route.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.Node;

class SchemaCheckTest {
    private static final String STEPS = "- from: {uri: timer:x, steps: [%s]}";

    private static JsonSchema jsonSchema;

    @BeforeAll
    static void loadJsonSchema() throws IOException {
        try (InputStream in = SchemaCheckTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            jsonSchema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{log: hello}",
                "{log: {message: hello, loggingLevel: WARN}}",
                "{to: 'log:x'}, {to: {uri: 'log:x', parameters: {a: 1}}}, {toD: 'log:x'}, {wireTap: {uri: 'log:x'}}",
                "{setBody: {simple: x}}, {setBody: {expression: {simple: {expression: x}}}}",
                "{setHeader: {name: a, constant: {expression: b, trim: true}}}",
                "{setHeaders: {headers: [{name: a, constant: b}]}}",
                "{filter: {simple: '${body}', steps: [{stop: {}}]}}",
                "{choice: {when: [{simple: '${body}', steps: [{log: a}]}], otherwise: {steps: [{log: b}]}}}",
                "{split: {simple: '${body}', streaming: true, steps: [{log: a}]}}",
                "{doTry: {steps: [{log: a}], doCatch: [{exception: [java.lang.Exception], steps: [{log: b}]}]}}",
                "{unmarshal: {json: {library: Jackson}}}, {marshal: {csv: {}}}",
                "{aggregate: {correlationExpression: {constant: a}, aggregationStrategy: b, steps: [{log: c}]}}",
                "{multicast: {steps: [{to: 'log:a'}]}}, {bean: {ref: x}}, {transacted: {}}, {process: {ref: p}}",
                "{loop: {constant: '3', steps: [{log: a}]}}, {enrich: {simple: 'log:x'}}, {kamelet: {name: k}}",
                "{throwException: {exceptionType: a.B, message: m}}, {script: {groovy: x}}, {removeHeaders: {pattern: '*'}}",
                "{removeHeader: {name: x}}, {delay: {expression: {constant: '5'}}}, {convertBodyTo: {type: String}}"
            })
    void whatCamelsSchemaTakesIsTaken(String steps) throws IOException {
        String route = STEPS.formatted(steps);

        assertThat(jsonSchema.validate(json(route))).isEmpty();
        assertThat(problems(route)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{logg: hello}",
                "{log: {mesage: hello}}",
                "{log: {message: hello, loggingLevel: NOISY}}",
                "{to: {parameters: {a: 1}}}",
                "{to: [1]}",
                "{setBody: {simpel: x}}",
                "{setBody: {expression: {simple: {expresion: x}}}}",
                "{setHeader: {name: a, constant: {expression: b, trimm: true}}}",
                "{setHeaders: {headers: {name: a, constant: b}}}",
                "{filter: {simple: '${body}', stesp: []}}",
                "{choice: {when: [{simple: '${body}', steps: [{logg: a}]}]}}",
                "{split: {simple: '${body}', streaming: maybe}}",
                "{doTry: {steps: [{log: a}], doCatch: [{exeption: []}]}}",
                "{unmarshal: {json: {libary: Jackson}}}",
                "{log: a, to: 'log:b'}",
                "text",
                "{steps: []}"
            })
    void whatCamelsSchemaRefusesIsRefused(String steps) throws IOException {
        String route = STEPS.formatted(steps);

        assertThat(jsonSchema.validate(json(route))).isNotEmpty();
        assertThat(problems(route)).isNotEmpty();
    }

    @Test
    void numbersAsTextAndAnyPlaceholdersAreAcceptedAsInCamel() {
        assertThat(
                        problems(
                                """
                        - route:
                            id: 5
                            autoStartup: "{{on}}"
                            startupOrder: "{{order}}"
                            from:
                              uri: timer:x
                              steps:
                                - setHeader: {name: a, constant: 1}
                                - delay: {constant: 1000}
                                - log: {message: a, loggingLevel: info}
                        """))
                .isEmpty();
        assertThat(problems("- route: {autoStartup: '{{order}}', from: {uri: a, steps: []}}"))
                .singleElement()
                .asString()
                .contains("autoStartup", "{{order}}", "`true` or `false`");
    }

    private static List<Problem> problems(String route) {
        FileProblems problems = new FileProblems("x.yaml");
        Node document = Objects.requireNonNull(YamlDocument.read(route.getBytes(StandardCharsets.UTF_8), problems));
        Map<String, String> properties = Map.of("on", "true", "order", "3");
        new SchemaCheck(new Placeholders(properties::get), problems).check(document, SchemaRule.load());
        return problems.list();
    }

    private static JsonNode json(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }
}
