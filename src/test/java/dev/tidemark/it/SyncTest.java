package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code sync}, when there are several sources. */
final class SyncTest extends WithUsers {

    @BeforeEach
    void twoSources() throws Exception {
        workplace
                .route("users.yaml", source("users", "/incremental/timestamp").toString())
                .route(
                        "broken.yaml",
                        source("broken", "/nothing-here")
                                .sink("table", "broken")
                                .toString());
    }

    @Test
    void runsTheOtherSourcesWhenOneFails() throws Exception {
        Ended sync = workplace.call("sync", "--json").expect(1);

        List<JsonNode> results = sync.json();
        assertThat(results).extracting(each -> each.get("source").textValue()).containsExactly("broken", "users");
        assertThat(results).extracting(each -> each.get("status").textValue()).containsExactly("failed", "ok");
        assertThat(results.get(0).get("error").textValue()).contains("404", "/nothing-here", "check url");
        table.expectSameAs(api);
    }

    @Test
    void runsOnlyTheSourcesThatAreNamed() throws Exception {
        Ended sync = workplace.call("sync", "users", "--json").expect(0);

        assertThat(sync.result().get("source").textValue()).isEqualTo("users");
    }
}
