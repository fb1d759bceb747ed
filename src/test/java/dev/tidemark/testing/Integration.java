package dev.tidemark.testing;

/**
 * The routes that Camel K's operator makes of a Pipe: it names the ends source and sink, and the step between them action-0.
 * All parameters are properties.
 */
public final class Integration {

    private Integration() {}

    /** The YAML, with a Kamelet that stands for any action of the catalog. */
    public static String of(String strategy) {
        return """
                - routeTemplate:
                    id: pass-action
                    from:
                      uri: kamelet:source
                      steps:
                        - setProperty: {name: passed, expression: {constant: {expression: "yes"}}}
                - route:
                    id: pipe
                    from:
                      uri: kamelet:incremental-%s-source/source
                      steps:
                        - to: {uri: kamelet:pass-action/action-0}
                        - to: {uri: kamelet:jdbc-upsert-sink/sink}
                """
                .formatted(strategy);
    }
}
