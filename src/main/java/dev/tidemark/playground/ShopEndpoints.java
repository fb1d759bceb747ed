package dev.tidemark.playground;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** {@code /shop/*}: a whole API behind one login, whose lists filter and page in different ways. */
final class ShopEndpoints {

    private static final String SINCE = "updated_since";
    private static final String LIMIT = "limit";
    private static final int MAX_SIZE = 100;
    private static final int EVENTS = 50;

    private final Shop shop;
    private final ShopJson text;
    private final SalesReport report;
    private final Login login;

    ShopEndpoints(Shop shop, long seed, Login login) {
        this.shop = shop;
        this.text = new ShopJson(shop, seed);
        this.report = new SalesReport(shop, text);
        this.login = login;
    }

    List<Route> routes() {
        return List.of(
                get("/shop/customers", call -> list(call, SINCE, shop::customers, text::customer), SINCE, LIMIT),
                get("/shop/customers/{id}/orders", this::ordersOfOne, SINCE, LIMIT),
                get(
                        "/shop/customers/deleted",
                        call -> list(call, "since", shop::tombstones, text::tombstone),
                        "since",
                        LIMIT),
                get("/shop/orders", call -> orders(call, order -> true), SINCE, LIMIT),
                get("/shop/refunds", this::refunds, SINCE, "per_page", "page"),
                get("/shop/events", this::events, LIMIT, "before"),
                get("/shop/reports/sales", report::rows, "from", "to"));
    }

    private Route get(String path, Endpoint endpoint, String... parameters) {
        return Route.get(path, login.guard(endpoint), parameters);
    }

    private Response ordersOfOne(Call call) {
        int customer = call.pathNumber();
        if (!shop.hasCustomer(customer)) {
            throw new Refusal(404, "unknown customer " + customer, Map.of());
        }
        return orders(call, order -> shop.customerOf(order) == customer);
    }

    private Response orders(Call call, Predicate<ShopRow> wanted) {
        return list(call, SINCE, since -> shop.orders(since, wanted), text::order);
    }

    /** The oldest of the rows after an instant. */
    private static Response list(
            Call call, String filter, LongFunction<List<ShopRow>> rows, ShopJson.Writer<ShopRow> writer) {
        int limit = call.query().number(LIMIT, 1, MAX_SIZE, MAX_SIZE);
        List<ShopRow> found = rows.apply(call.query().timestamp(filter));
        return json -> {
            json.writeStartObject();
            ShopJson.data(json, found.subList(0, Math.min(limit, found.size())), writer);
            json.writeEndObject();
        };
    }

    private Response refunds(Call call) {
        QueryParameters query = call.query();
        int perPage = query.number("per_page", 1, MAX_SIZE, 10);
        int page = query.number("page", 1, 1_000_000, 1);
        long since = query.timestamp(SINCE);
        List<ShopRow> found = shop.refunds(since);
        int end = Math.min(page * perPage, found.size());
        List<ShopRow> onPage = found.subList(Math.min((page - 1) * perPage, end), end);
        String filter = query.has(SINCE) ? SINCE + "=" + query.required(SINCE) + "&" : "";
        String next = call.url() + "?" + filter + "per_page=" + perPage + "&page=" + (page + 1);
        return json -> {
            json.writeStartObject();
            ShopJson.data(json, onPage, text::refund);
            json.writeObjectFieldStart("links");
            json.writeStringField("next", end < found.size() ? next : null);
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    /** Newest first. The token of the next page is the id of this page's last event, so new events do not shift pages. */
    private Response events(Call call) {
        int limit = call.query().number(LIMIT, 1, MAX_SIZE, EVENTS);
        int before = call.query().number("before", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        List<ShopEvent> all = shop.events();
        int end = Math.min(before - 1, all.size());
        int start = Math.max(0, end - limit);
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (int i = end - 1; i >= start; i--) {
                json.writeStartObject();
                ShopJson.event(json, all.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField(
                    "next_token",
                    start == 0 ? null : Integer.toString(all.get(start).number()));
            json.writeEndObject();
        };
    }
}
