package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopTest {

    private static final String REPORT = "/shop/reports/sales?from=2024-11-01T00:00:00Z&to=2024-12-01T00:00:00Z";

    private final Playground playground = Playgrounds.start(Playgrounds.OPTIONS, new TestClock());
    private final Client client = new Client(playground);

    @AfterEach
    void stop() {
        playground.close();
    }

    private Client.Reply get(String pathOrUrl) throws Exception {
        return client.get(pathOrUrl, "Authorization", "Bearer bearer-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/shop/customers",
                "/shop/customers/2/orders",
                "/shop/customers/deleted",
                "/shop/orders",
                "/shop/refunds",
                "/shop/events",
                REPORT
            })
    void everyEndpointNeedsTheTokenAndDependsOnlyOnTheOptions(String path) throws Exception {
        Client.Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.data()).isNotEmpty();
        assertThat(client.get(path).status()).isEqualTo(401);
        assertThat(client.get(path, "Authorization", "Bearer bearer-2").error()).doesNotContain("bearer-1");
        assertThat(get(path + (path.contains("?") ? "&" : "?") + "fields=id").error())
                .contains("fields");
        try (Playground other = Playgrounds.start(Playgrounds.OPTIONS, new TestClock())) {
            assertThat(new Client(other)
                            .get(path, "Authorization", "Bearer bearer-1")
                            .text()
                            .replace(other.url(), playground.url()))
                    .isEqualTo(reply.text());
        }
    }

    @ParameterizedTest
    @CsvSource({"/shop/customers, 18", "/shop/orders, 60", "/shop/refunds?per_page=100, 12"})
    void listsAreInTheOrderOfTheirUpdatesAndTheFilterIsStrict(String path, int count) throws Exception {
        Client.Reply all = get(path);
        List<String> times = times(all);
        String middle = times.get(count / 2);

        assertThat(times).hasSize(count).isSorted();
        assertThat(all.values("id")).doesNotHaveDuplicates();
        assertThat(times(get(path + (path.contains("?") ? "&" : "?") + "updated_since=" + middle)))
                .isEqualTo(times.stream()
                        .filter(time -> time.compareTo(middle) > 0)
                        .toList());
    }

    @Test
    void aLimitKeepsTheOldest() throws Exception {
        assertThat(times(get("/shop/orders?limit=7")))
                .isEqualTo(times(get("/shop/orders")).subList(0, 7));
        assertThat(get("/shop/orders?limit=101").error()).contains("limit", "101");
    }

    @Test
    void theOrdersOfACustomerAreThoseThatNameIt() throws Exception {
        List<JsonNode> all = get("/shop/orders").data();
        for (JsonNode customer : get("/shop/customers").data()) {
            int id = customer.path("id").intValue();

            assertThat(get("/shop/customers/" + id + "/orders").data())
                    .isEqualTo(all.stream()
                            .filter(order -> order.path("customer").path("id").intValue() == id)
                            .toList())
                    .allMatch(order -> order.path("customer").path("name").equals(customer.path("name")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99", "12345678901234567890", "x"})
    void anUnknownCustomerIsA404(String id) throws Exception {
        assertThat(get("/shop/customers/" + id + "/orders").status()).isEqualTo(404);
    }

    @Test
    void theTotalOfAnOrderIsThatOfItsLineItemsWithTaxes() throws Exception {
        List<JsonNode> orders = get("/shop/orders").data();
        for (JsonNode order : orders) {
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode item : order.path("line_items")) {
                assertThat(item.path("product").path("sku")).isEqualTo(item.path("sku"));
                sum = sum.add(net(item));
                for (JsonNode tax : item.path("taxes")) {
                    sum = sum.add(new BigDecimal(tax.path("amount").asText()));
                }
            }
            assertThat(new BigDecimal(order.path("total").asText())).isEqualByComparingTo(sum);
        }
        assertThat(orders).extracting(order -> order.path("line_items").size()).contains(0, 1, 2, 3);
    }

    private static BigDecimal net(JsonNode item) {
        return new BigDecimal(item.path("price").asText())
                .multiply(BigDecimal.valueOf(item.path("quantity").longValue()));
    }

    @Test
    void theLinksOfRefundsLeadThroughAllOfThem() throws Exception {
        List<String> ids = new ArrayList<>();
        String next = "/shop/refunds?per_page=5&updated_since=2024-01-01T00:00:00Z";
        while (!next.equals("null")) {
            Client.Reply page = get(next);
            ids.addAll(page.values("id"));
            next = page.json().path("links").path("next").asText();
        }
        assertThat(ids).hasSize(12).isEqualTo(get("/shop/refunds?per_page=100").values("id"));
    }

    @Test
    void eventsComeNewestFirstAndNewOnesDoNotShiftTheirPages() throws Exception {
        List<String> whole = get("/shop/events?limit=100").values("id");
        List<String> ids = new ArrayList<>();
        String next = "";
        while (!next.equals("null")) {
            Client.Reply page = get("/shop/events?limit=30" + (next.isEmpty() ? "" : "&before=" + next));
            assertThat(page.values("created_at")).isSortedAccordingTo(Comparator.reverseOrder());
            ids.addAll(page.values("id"));
            next = page.json().path("next_token").asText();
            client.post("/playground/shop/touch?n=1", "");
        }
        assertThat(ids).hasSize(96).isEqualTo(whole);
        assertThat(get("/shop/events?limit=3").values("type"))
                .containsExactly("refund.updated", "order.updated", "customer.updated");
    }

    @Test
    void theReportHasARowPerDayAndProductOfTheOrders() throws Exception {
        Map<String, BigDecimal> revenues = new TreeMap<>();
        for (JsonNode order : get("/shop/orders").data()) {
            String day = order.path("meta").path("created_at").asText().substring(0, 10);
            if (day.startsWith("2024-11")) {
                order.path("line_items")
                        .forEach(item -> revenues.merge(
                                day + "T00:00:00Z " + item.path("sku").asText(),
                                net(item).setScale(2),
                                BigDecimal::add));
            }
        }
        Map<String, BigDecimal> reported = new TreeMap<>();
        for (JsonNode row : get(REPORT).data()) {
            reported.put(
                    row.path("day_time").asText() + " " + row.path("sku").asText(),
                    new BigDecimal(row.path("revenue").asText()).setScale(2));
        }
        assertThat(reported).usingRecursiveComparison().isEqualTo(revenues);
        assertThat(reported).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "from=2024-11-01T00:00:00Z, to",
        "to=2024-11-01T00:00:00Z, from",
        "from=2024-11-01T00:00:00Z&to=2024-12-02T00:00:01Z, 31",
        "from=2024-11-02T00:00:00Z&to=2024-11-01T00:00:00Z, after",
        "from=2024-11-01&to=2024-11-02T00:00:00Z, 2024-11-01"
    })
    void aReportOfAnotherTimeIsRefused(String query, String named) throws Exception {
        Client.Reply reply = get("/shop/reports/sales?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains(named);
    }

    @Test
    void deletedCustomersAreMarkedAndPurgedOnesLeaveATombstone() throws Exception {
        List<String> marked = get("/shop/customers").data().stream()
                .filter(customer -> !customer.path("deleted_at").isNull())
                .map(customer -> customer.path("id").asText())
                .toList();
        Client.Reply tombstones = get("/shop/customers/deleted");
        String last = tombstones.values("deleted_at").get(3);

        assertThat(marked).hasSize(2);
        assertThat(tombstones.values("id")).hasSize(4).containsAll(marked);
        assertThat(client.post("/playground/shop/delete?n=3", "").text()).isEqualTo("{\"deleted\":3}");
        assertThat(client.post("/playground/shop/purge?n=1", "").text()).isEqualTo("{\"purged\":1}");
        assertThat(get("/shop/customers/deleted?since=" + last).data()).hasSize(4);
        assertThat(get("/shop/customers?updated_since=" + last).data())
                .hasSize(3)
                .noneMatch(customer -> customer.path("deleted_at").isNull());
    }

    @Test
    void changesGiveRecordsANewTimeAndOtherContent() throws Exception {
        String last = times(get("/shop/orders")).get(59);

        assertThat(client.post("/playground/shop/touch?n=2", "").text()).isEqualTo("{\"touched\":6}");
        assertThat(client.post("/playground/shop/insert?n=2", "").text()).isEqualTo("{\"inserted\":4}");

        List<JsonNode> changed = get("/shop/orders?updated_since=" + last).data();
        assertThat(changed).hasSize(4);
        assertThat(changed.get(0).path("status").asText()).isEqualTo("paid");
        int customer = changed.get(3).path("customer").path("id").intValue();
        assertThat(customer).isEqualTo(22);
        assertThat(get("/shop/customers/22/orders").data()).containsExactly(changed.get(3));
    }

    private static List<String> times(Client.Reply reply) throws Exception {
        return reply.data().stream()
                .map(record -> record.path("updated_at")
                        .asText(record.path("meta").path("updated_at").asText()))
                .toList();
    }
}
