package dev.tidemark.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a Kamelet does. */
final class TemplateRules {

    /** Read from the parameters of a source's route when it is made, and by the checks. */
    private static final Set<String> READ_BY_POLICY = Set.of("scheduleZone", "runMissed");

    private static final Set<String> DYNAMIC =
            Set.of("toD", "enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter", "wireTap");
    private static final Set<String> SHORT_FORMS = Set.of("to", "from", "log", "poll", "kamelet", "removeHeader");
    private static final Set<String> WITH_EXPRESSION = Set.of(
            "delay",
            "filter",
            "idempotentConsumer",
            "loop",
            "resequence",
            "script",
            "setBody",
            "setHeader",
            "setProperty",
            "setVariable",
            "sort",
            "split",
            "throttle",
            "transform",
            "validate",
            "when");

    private TemplateRules() {}

    static void verifyEnds(Kamelet kamelet, Faults faults) {
        List<String> uris = new Template(kamelet).uris();
        boolean startsAtSource = !uris.isEmpty() && uris.get(0).equals("kamelet:source");
        long sinks = uris.stream().filter(uri -> uri.equals("kamelet:sink")).count();
        if (kamelet.type().equals("source")) {
            faults.addIf(
                    startsAtSource,
                    "spec.template.from",
                    "is kamelet:source, which is for sinks: start at an endpoint that brings something");
            faults.addIf(
                    sinks != 1,
                    "spec.template",
                    "calls kamelet:sink " + sinks + " times: a source hands over to the user's steps at one place");
        } else {
            faults.addIf(
                    !startsAtSource,
                    "spec.template.from",
                    "is not kamelet:source: a sink or an action starts there, at what the user's route hands over");
            faults.addIf(sinks > 0, "spec.template", "calls kamelet:sink, which is for sources: end at an endpoint");
        }
    }

    static void verifyParameters(Kamelet kamelet, Faults faults) {
        Map<String, JsonNode> declared = kamelet.parameters();
        Template template = new Template(kamelet);
        Set<String> beans = template.beanNames();
        Set<String> unused = new TreeSet<>(declared.keySet());
        for (String placeholder : template.placeholders()) {
            String name = placeholder.replaceFirst("^\\?", "").replaceFirst(":.*", "");
            unused.remove(name);
            JsonNode parameter = declared.get(name);
            if (parameter == null) {
                faults.addIf(
                        !beans.contains(name),
                        "spec.template",
                        "uses {{" + placeholder + "}}, which is neither declared nor a bean of the template: declare"
                                + " it, or correct its name");
                continue;
            }
            boolean given = kamelet.required().contains(name) || parameter.has("default");
            faults.addIf(
                    !given && placeholder.equals(name),
                    "spec.template",
                    "uses {{" + name + "}}, which has no default and need not be given: write {{?" + name + "}}");
            faults.addIf(
                    placeholder.contains(":"),
                    "spec.template",
                    "uses {{" + placeholder + "}}: move the default to the declaration, where people see it");
        }
        unused.removeAll(READ_BY_POLICY);
        unused.forEach(name -> faults.add(
                "spec.definition.properties." + name, "is used nowhere in the template: use it, or delete it"));
        beans.stream()
                .filter(declared::containsKey)
                .forEach(name ->
                        faults.add("spec.template.beans", "has `" + name + "`, as a parameter has: rename the bean"));
    }

    static void verifyStaticEndpoints(Kamelet kamelet, Faults faults) {
        new Template(kamelet)
                .entries().stream()
                        .filter(entry -> DYNAMIC.contains(entry.key()))
                        .forEach(entry -> faults.add(
                                "spec.template",
                                "has a `" + entry.key() + "`, whose address could come from a response, and Camel"
                                        + " expands {{env:SECRET}} in it: use `to` with a fixed address"));
    }

    /** Most components refuse an unknown option at the start; camel-http sends it to the API. */
    static void verifyOptions(Kamelet kamelet, Faults faults) {
        Template template = new Template(kamelet);
        for (Template.Entry entry : template.entries()) {
            Set<String> known = entry.uri().isEmpty() ? Set.of() : EndpointOptions.of(template.scheme(entry.uri()));
            entry.value()
                    .path("parameters")
                    .fieldNames()
                    .forEachRemaining(option -> faults.addIf(
                            !known.isEmpty() && !known.contains(option),
                            "spec.template",
                            "gives `" + entry.uri() + "` the option `" + option
                                    + "`, which it does not have: correct its name"));
        }
    }

    static void verifyCanonicalForm(Kamelet kamelet, Faults faults) {
        for (Template.Entry entry : new Template(kamelet).entries()) {
            faults.addIf(
                    SHORT_FORMS.contains(entry.key()) && entry.value().isTextual(),
                    "spec.template",
                    "has `" + entry.key() + ": " + entry.value().asText()
                            + "`: write the long form (`uri:`, `message:`, `name:`); later versions of Camel warn");
            faults.addIf(
                    WITH_EXPRESSION.contains(entry.key()) && !entry.value().has("expression"),
                    "spec.template",
                    "has a `" + entry.key()
                            + "` without `expression`: write the language below it; later versions of Camel warn");
        }
    }
}
