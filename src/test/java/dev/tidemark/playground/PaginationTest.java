package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaginationTest {

    private final Playground playground = Playgrounds.start(Playgrounds.OPTIONS.withRecords(173), new TestClock());
    private final Client client = new Client(playground);
    private List<String> everyone = List.of();

    @BeforeEach
    void readEveryone() throws Exception {
        everyone = client.get("/incremental/timestamp").values("id");
        assertThat(everyone).hasSize(173);
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    @Test
    void walkingByTokenSeesEveryoneAndEndsWithNull() throws Exception {
        List<String> seen = new ArrayList<>();
        Client.Reply reply = client.get("/pagination/keyset?updated_since=0001-01-01T00:00:00Z");
        while (!reply.json().path("scroll_param").isNull()) {
            assertThat(reply.data()).hasSize(50);
            seen.addAll(reply.values("id"));
            reply = client.get("/pagination/keyset?scroll_param="
                    + encode(reply.json().path("scroll_param").asText()));
        }
        seen.addAll(reply.values("id"));
        assertThat(seen).isEqualTo(everyone);
    }

    @Test
    void aTokenSentWithoutEncodingIsA400() throws Exception {
        String token =
                client.get("/pagination/keyset").json().path("scroll_param").asText();
        assertThat(client.get("/pagination/keyset?scroll_param=" + encode(token))
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/pagination/keyset?scroll_param=" + token).status())
                .isEqualTo(400);
    }

    @Test
    void aTieSplitByAPageIsLostByTheTokenButNotByUpdatedSince() throws Exception {
        playground.touch(173);
        Client.Reply first = client.get("/pagination/keyset");
        String token = first.json().path("scroll_param").asText();
        assertThat(first.data()).hasSize(50);
        assertThat(client.get("/pagination/keyset?scroll_param=" + encode(token))
                        .text())
                .isEqualTo("{\"data\":[],\"scroll_param\":null}");
        assertThat(client.get("/pagination/keyset?updated_since="
                                + first.values("updatedAt").get(0))
                        .values("id"))
                .isEqualTo(first.values("id"));
    }

    @Test
    void walkingByOffsetSeesEveryoneAndThenNothing() throws Exception {
        List<String> seen = new ArrayList<>();
        for (int offset = 0; offset < 173; offset += 20) {
            Client.Reply reply = client.get("/pagination/offset?limit=20&offset=" + offset);
            assertThat(reply.json().path("total").asInt()).isEqualTo(173);
            assertThat(reply.json().path("offset").asInt()).isEqualTo(offset);
            assertThat(reply.json().path("limit").asInt()).isEqualTo(20);
            seen.addAll(reply.values("id"));
        }
        assertThat(seen).isEqualTo(everyone);
        assertThat(client.get("/pagination/offset?offset=173").text())
                .isEqualTo("{\"data\":[],\"offset\":173,\"limit\":10,\"total\":173}");
    }

    @Test
    void walkingByPageNumberSeesEveryoneAndThenNothing() throws Exception {
        List<String> seen = new ArrayList<>();
        int pages =
                client.get("/pagination/page_number").json().path("total_pages").asInt();
        assertThat(pages).isEqualTo(18);
        for (int page = 1; page <= pages; page++) {
            seen.addAll(client.get("/pagination/page_number?page=" + page).values("id"));
        }
        assertThat(seen).isEqualTo(everyone);
        assertThat(client.get("/pagination/page_number?per_page=50&page=2147483647")
                        .text())
                .isEqualTo("{\"data\":[],\"page\":2147483647,\"page_size\":50,\"total_pages\":4,\"total_items\":173}");
    }

    @Test
    void walkingByNextUrlKeepsEveryParameterAndEndsWithNull() throws Exception {
        List<String> seen = new ArrayList<>();
        String url = playground.url()
                + "/pagination/next_page_url?order_by=createdAt&order_type=desc&per_page=50&updated_since=2000-01-01T00:00:00Z";
        while (!url.equals("null")) {
            Client.Reply reply = client.get(url);
            JsonNode json = reply.json();
            assertThat(json.path("total_items").asInt()).isEqualTo(173);
            assertThat(json.path("per_page").asInt()).isEqualTo(50);
            assertThat(reply.data()).isNotEmpty();
            assertThat(reply.values("createdAt")).isSortedAccordingTo(Collections.reverseOrder());
            seen.addAll(reply.values("id"));
            url = json.path("next_page_url").asText();
        }
        assertThat(seen).hasSize(173).containsExactlyInAnyOrderElementsOf(everyone);
    }

    @Test
    void updatedSinceIsInclusiveInEveryOrder() throws Exception {
        String since = client.get("/incremental/timestamp").values("updatedAt").get(150);
        List<String> wanted = client.get("/incremental/timestamp?boundary=inclusive&since=" + since)
                .values("id");
        for (String order : List.of("order_by=updatedAt", "order_by=createdAt", "order_type=desc")) {
            Client.Reply reply = client.get("/pagination/offset?limit=50&updated_since=" + since + "&" + order);
            assertThat(reply.values("id")).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(reply.json().path("total").asInt()).isEqualTo(wanted.size());
        }
    }

    @Test
    void deletedUsersAreInNoListing() throws Exception {
        playground.delete(170);
        for (String by : List.of("createdAt", "updatedAt")) {
            Client.Reply reply = client.get("/pagination/offset?order_by=" + by);
            assertThat(reply.data()).hasSize(3);
            assertThat(reply.json().path("total").asInt()).isEqualTo(3);
        }
    }

    @Test
    void descendingIsAscendingTurnedRound() throws Exception {
        for (String by : List.of("createdAt", "updatedAt")) {
            List<String> ascending = client.get("/pagination/offset?limit=50&offset=123&order_by=" + by)
                    .values("id");
            List<String> descending =
                    new ArrayList<>(client.get("/pagination/offset?limit=50&order_type=desc&order_by=" + by)
                            .values("id"));
            Collections.reverse(descending);
            assertThat(descending).isEqualTo(ascending);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pagination/offset?limit=51",
                "/pagination/offset?limit=0",
                "/pagination/offset?offset=-1",
                "/pagination/offset?order_by=name",
                "/pagination/offset?order_type=up",
                "/pagination/offset?updated_since=2024-01-01",
                "/pagination/offset?limit=%20",
                "/pagination/page_number?page=0",
                "/pagination/page_number?per_page=51",
                "/pagination/next_page_url?per_page=ten",
                "/pagination/next_page_url?offset=1",
                "/pagination/keyset?scroll_param=nonsense",
                "/pagination/keyset?order_by=updatedAt",
                "/pagination/keyset?updated_since=2024-01-01T00:00:00Z&scroll_param=x",
            })
    void anythingElseIsA400WithAReason(String path) throws Exception {
        Client.Reply reply = client.get(path);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).isNotEmpty();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
