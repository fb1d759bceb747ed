package dev.tidemark.playground;

import java.util.List;

/** {@code /pagination/offset}, {@code /pagination/page_number} and {@code /pagination/next_page_url}. */
final class PaginationEndpoints {

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_SIZE = 50;

    private final Users users;

    PaginationEndpoints(Users users) {
        this.users = users;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/pagination/offset", this::offset, Listing.parametersAnd("limit", "offset")),
                Route.get("/pagination/page_number", this::pageNumber, Listing.parametersAnd("per_page", "page")),
                Route.get("/pagination/next_page_url", this::nextPageUrl, Listing.parametersAnd("per_page", "page")));
    }

    private Response offset(Call call) {
        int limit = call.query().number("limit", 1, MAX_SIZE, DEFAULT_SIZE);
        int offset = call.query().number("offset", 0, Integer.MAX_VALUE, 0);
        UserSnapshot snapshot = users.snapshot();
        UserPage found = UserPage.read(snapshot, Listing.parse(call.query()), offset, limit);
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(found.slots());
            json.writeNumberField("offset", offset);
            json.writeNumberField("limit", limit);
            json.writeNumberField("total", found.total());
            json.writeEndObject();
        };
    }

    private Response pageNumber(Call call) {
        int perPage = perPage(call);
        int page = page(call);
        UserSnapshot snapshot = users.snapshot();
        UserPage found = UserPage.read(snapshot, Listing.parse(call.query()), (page - 1L) * perPage, perPage);
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(found.slots());
            json.writeNumberField("page", page);
            json.writeNumberField("page_size", perPage);
            json.writeNumberField("total_pages", totalPages(found.total(), perPage));
            json.writeNumberField("total_items", found.total());
            json.writeEndObject();
        };
    }

    private Response nextPageUrl(Call call) {
        int perPage = perPage(call);
        int page = page(call);
        Listing listing = Listing.parse(call.query());
        UserSnapshot snapshot = users.snapshot();
        UserPage found = UserPage.read(snapshot, listing, (page - 1L) * perPage, perPage);
        boolean last = page >= totalPages(found.total(), perPage);
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(found.slots());
            json.writeNumberField("total_items", found.total());
            json.writeNumberField("page", page);
            json.writeNumberField("per_page", perPage);
            json.writeStringField(
                    "next_page_url",
                    last
                            ? null
                            : call.url() + "?" + listing.asQuery() + "&per_page=" + perPage + "&page=" + (page + 1));
            json.writeEndObject();
        };
    }

    private static int perPage(Call call) {
        return call.query().number("per_page", 1, MAX_SIZE, DEFAULT_SIZE);
    }

    private static int page(Call call) {
        return call.query().number("page", 1, Integer.MAX_VALUE, 1);
    }

    private static int totalPages(int total, int perPage) {
        return (total + perPage - 1) / perPage;
    }
}
