package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** {@code /cursors/*}: companies and their departments, with a cursor per company. */
final class CursorEndpoints {

    private static final int COMPANIES = 2;
    private static final int DEPARTMENTS = 4;
    private static final int DAY = 86_400;

    private final long seed;
    private final List<LiveRow> companies = new ArrayList<>();
    private final List<LiveRows> departments = new ArrayList<>();

    CursorEndpoints(long seed, Clock clock) {
        this.seed = seed;
        for (int id = 1; id <= COMPANIES; id++) {
            long createdAt = FirstUsers.LAST_HOUR - (long) DAY * (COMPANIES - id);
            companies.add(new LiveRow(id, createdAt, createdAt + FirstUsers.HOUR, 0));
            departments.add(new LiveRows(DEPARTMENTS, seed + id, clock));
        }
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/cursors/companies", this::companies, Listing.parametersAnd()));
        for (int id = 1; id <= COMPANIES; id++) {
            int company = id;
            routes.add(Route.get(
                    "/cursors/" + id + "/departments", call -> departments(company, call), Listing.parametersAnd()));
        }
        return routes;
    }

    private Response companies(Call call) {
        Listing listing = Listing.parse(call.query());
        List<LiveRow> found = companies.stream()
                .filter(listing::matches)
                .sorted(listing.order())
                .toList();
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (LiveRow company : found) {
                json.writeStartObject();
                json.writeNumberField("company_id", company.number());
                json.writeStringField("company_name", companyName(company.number()));
                writeTimes(json, company);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total_items", found.size());
            json.writeEndObject();
        };
    }

    private Response departments(int company, Call call) {
        Listing listing = Listing.parse(call.query());
        List<LiveRow> found =
                departments.get(company - 1).read(listing.updatedSince(), listing::matches, listing.order());
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (LiveRow department : found) {
                json.writeStartObject();
                json.writeNumberField("company_id", company);
                json.writeNumberField("department_id", department.number());
                json.writeStringField("department_name", Words.department(company + 2L * department.number()));
                writeTimes(json, department);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total_items", found.size());
            json.writeEndObject();
        };
    }

    private String companyName(int company) {
        long bits = BitMixer.mix(seed, company) >>> 8;
        return Words.lastName(bits) + " " + Words.companyKind(bits >>> 8);
    }

    private static void writeTimes(JsonGenerator json, LiveRow row) throws IOException {
        json.writeStringField("createdAt", Timestamps.format(row.createdAt()));
        json.writeStringField("updatedAt", Timestamps.format(row.updatedAt()));
    }
}
