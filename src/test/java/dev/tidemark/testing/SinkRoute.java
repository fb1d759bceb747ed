package dev.tidemark.testing;

import java.util.Map;

/** A route to the sink, as a route file has it: what is sent to it is written. */
public final class SinkRoute {

    private SinkRoute() {}

    /**
     * The route's YAML.
     *
     * @param id of the route, which is from {@code direct:ID}
     * @param parameters of the sink, each {@code name: value}
     */
    public static String of(String id, String... parameters) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - to:
                            uri: kamelet:jdbc-upsert-sink
                            parameters: {%2$s}
                """
                .formatted(id, String.join(", ", parameters));
    }

    /** Writes a body by a sink that starts for it, and stops. */
    public static void write(TestDatabase database, Object body, String... parameters) throws Exception {
        try (Routes routes = new Routes(database, Map.of(), of("in", parameters))) {
            routes.context().createProducerTemplate().requestBody("direct:in", body);
        }
    }
}
