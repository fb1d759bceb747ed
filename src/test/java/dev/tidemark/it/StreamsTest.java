package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams: sources that are made from one template, which contains what they have in common. */
final class StreamsTest {

    private Workplace workplace;

    @BeforeEach
    void empty(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
    }

    @Test
    void anOptionalParameterWithoutAValueChangesNoOther() throws Exception {
        try (FakeApi responses = FakeApi.responding(200, "application/json", "{\"data\":[],\"total\":0}")) {
            workplace.route(
                    "api.yaml",
                    """
                    - routeTemplate:
                        id: api
                        parameters:
                          - name: stream
                          - name: strategy
                            defaultValue: timestamp
                          - name: totalPath
                            required: false
                          - name: token
                            required: false
                        from:
                          uri: "kamelet:incremental-{{strategy}}-source"
                          parameters:
                            source: "{{stream}}"
                            url: URL
                            query: "since={cursor}; q=a b"
                            totalPath: "{{?totalPath}}"
                            tokenPath: "{{?token}}"
                          steps:
                            - to:
                                uri: kamelet:jdbc-upsert-sink
                                parameters:
                                  table: "{{stream}}"
                    - templatedRoute:
                        routeTemplateRef: api
                        parameters:
                          - {name: stream, value: one}
                    """
                            .replace("URL", responses.url()));

            workplace.call("sync").expect(0);

            assertThat(responses.queries()).containsExactly("since=0001-01-01T00:00:00Z&q=a b");
        }
    }
}
