package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that has ended.
 *
 * @param status its exit status
 * @param time from its start to its end
 */
record Ended(int status, String out, String err, Duration time) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** All that it said. */
    String said() {
        return out + err;
    }

    /** Each line of stdout, which must be JSON. */
    List<JsonNode> json() throws JsonProcessingException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.lines().toList()) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    /** The only line of stdout, which must be JSON. */
    JsonNode result() throws JsonProcessingException {
        List<JsonNode> lines = json();
        assertThat(lines).as(said()).hasSize(1);
        return lines.get(0);
    }

    /** Checks the status, and that the program spoke to people and not to its programmers. */
    Ended expect(int expected) {
        assertThat(status).as(said()).isEqualTo(expected);
        assertThat(said()).doesNotContainPattern("(?m)^\\s+at |Exception");
        return this;
    }
}
