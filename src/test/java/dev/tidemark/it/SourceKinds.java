package dev.tidemark.it;

import java.nio.file.Files;

/** Route files with sources that are not plain routes, and with what they are made of. */
final class SourceKinds {

    static final String[] NAMES = {"bare", "nested", "other", "piped", "templated"};

    static final String TEMPLATE =
            """
            - routeTemplate:
                id: list
                parameters:
                  - name: name
                  - name: path
                    defaultValue: "{{api}}"
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: "{{name}}"
                    url: "{{path}}"
                    period: 1s
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{name}}"
            """;

    static final String TEMPLATED =
            """
            - templatedRoute:
                routeTemplateRef: list
                routeId: a-route-of-a-template
                parameters:
                  - name: name
                    value: templated
            - templatedRoute:
                routeTemplateRef: list
                parameters:
                  - name: name
                    value: other
            """;

    private static final String BARE =
            """
            - from:
                uri: kamelet:incremental-timestamp-source
                parameters:
                  source: bare
                  url: "{{api}}"
                  period: 1s
                steps:
                  - to:
                      uri: kamelet:jdbc-upsert-sink
                      parameters:
                        table: bare
            """;

    static final String MY_SOURCE =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: my-source
              labels:
                camel.apache.org/kamelet.type: source
            spec:
              definition:
                title: Mine
                required:
                  - name
                properties:
                  name:
                    type: string
                  period:
                    type: string
                    default: 1s
              template:
                from:
                  uri: kamelet:incremental-timestamp-source
                  parameters:
                    source: "{{name}}"
                    url: "{{api}}"
                    period: "{{period}}"
                  steps:
                    - to:
                        uri: kamelet:sink
            """;

    static final String MY_SINK =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: my-sink
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: Mine
                required:
                  - into
                properties:
                  into:
                    type: string
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: kamelet:jdbc-upsert-sink
                        parameters:
                          table: "{{into}}"
            """;

    static final String NESTED =
            """
            - route:
                id: nested
                from:
                  uri: kamelet:my-source
                  parameters:
                    name: nested
                  steps:
                    - to:
                        uri: kamelet:my-sink
                        parameters:
                          into: nested
            """;

    private static final String PIPE =
            """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata:
              name: NAME
            spec:
              source:
                ref:
                  apiVersion: camel.apache.org/v1
                  kind: Kamelet
                  name: incremental-timestamp-source
                properties:
                  url: "URL"
                  PROPERTY
              sink:
                ref:
                  apiVersion: camel.apache.org/v1
                  kind: Kamelet
                  name: jdbc-upsert-sink
                properties:
                  table: NAME
            """;

    private SourceKinds() {}

    /** Puts one of each kind into a workplace; they ask {@code {{api}}}. */
    static void everyKind(Workplace workplace) throws Exception {
        Files.createDirectory(workplace.path("routes/kamelets"));
        workplace
                .route("kamelets/my-source.kamelet.yaml", MY_SOURCE)
                .route("kamelets/my-sink.kamelet.yaml", MY_SINK)
                .route("bare.yaml", BARE)
                .route("nested.yaml", NESTED)
                .route("pipe.yaml", pipe("piped", "{{api}}").replace("PROPERTY", "period: 1s"))
                .route("templated.yaml", TEMPLATED)
                .route("a-template.yaml", TEMPLATE);
    }

    static String pipe(String name, String url) {
        return PIPE.replace("NAME", name).replace("URL", url);
    }
}
