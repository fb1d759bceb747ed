package dev.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.action.MaskAction;
import dev.tidemark.jdbc.Databases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Camel loads every Kamelet and makes a route of it: steps, beans and endpoint options are all known to it. */
class KameletLoadTest {

    static List<Kamelet> kamelets() throws IOException {
        return Kamelet.shipped();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void camelMakesARouteOfIt(Kamelet kamelet) throws Exception {
        assertThat(load(kamelet)).hasSize(2).contains("used");
    }

    @ParameterizedTest
    @CsvSource({
        "repeatCount:, repeatCountt:, repeatCountt",
        "chunkSize:, chunkSiez:, chunkSiez",
        "page.PageReader, page.PageRaeder, PageRaeder",
        "constant:, constnat:, constnat"
    })
    void whatCamelDoesNotKnowFailsTheLoad(String good, String bad, String told) throws IOException {
        Kamelet broken = Examples.changed("example-source.kamelet.yaml", good, bad);

        assertThatThrownBy(() -> load(broken)).hasStackTraceContaining(told);
    }

    /** The ids of the routes that come of one use. */
    private static List<String> load(Kamelet kamelet) throws Exception {
        try (Databases databases = databases(kamelet);
                DefaultCamelContext context = new DefaultCamelContext()) {
            databases.bind(context.getRegistry()::bind);
            context.setAutoStartup(false);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(kamelet.file(), kamelet.text()));
            context.addRoutes(use(kamelet));
            examples(kamelet).forEach((name, value) -> context.getPropertiesComponent()
                    .addInitialProperty("camel.kamelet." + kamelet.name() + ".used." + name, value));
            // The mask cannot hash without it.
            context.getPropertiesComponent().addInitialProperty(MaskAction.SALT, "a text of a test");
            context.start();
            return context.getRoutes().stream().map(Route::getRouteId).toList();
        }
    }

    private static RouteBuilder use(Kamelet kamelet) {
        String uri = "kamelet:" + kamelet.name() + "/used";
        return new RouteBuilder() {
            @Override
            public void configure() {
                if (kamelet.type().equals("source")) {
                    from(uri).to("log:out");
                } else {
                    from("direct:in").to(uri);
                }
            }
        };
    }

    /** What must be given: the values that the Kamelet itself shows as examples. */
    private static Map<String, String> examples(Kamelet kamelet) {
        Map<String, String> examples = new LinkedHashMap<>();
        JsonNode parameters = kamelet.definition().path("properties");
        kamelet.required()
                .forEach(name ->
                        examples.put(name, parameters.path(name).path("example").asText()));
        return examples;
    }

    private static Databases databases(Kamelet kamelet) {
        JsonNode parameter = kamelet.parameters().get("dataSource");
        String name = parameter == null
                ? Databases.DESTINATION
                : parameter
                        .path(parameter.has("default") ? "default" : "example")
                        .asText();
        List<String> problems = new ArrayList<>();
        Databases databases = Databases.of(Map.of(Databases.PREFIX + name + ".url", "jdbc:h2:mem:unused"), problems);
        assertThat(problems).isEmpty();
        return databases;
    }
}
