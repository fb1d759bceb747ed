package dev.tidemark.playground;

import java.util.List;

/** {@code /incremental/*}: all newer users, or a range of numbers, in one response. */
final class IncrementalEndpoints {

    private final Users users;
    private final UserNumbers numbers;

    IncrementalEndpoints(Users users, UserNumbers numbers) {
        this.users = users;
        this.numbers = numbers;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/incremental/timestamp", this::newer, "since", "boundary"),
                Route.get("/incremental/replay", this::newer, "since", "boundary"),
                Route.get("/incremental/step", this::range, "start_id", "end_id"));
    }

    private Response newer(Call call) {
        long since = call.query().timestamp("since");
        String boundary = call.query().oneOf("boundary", "exclusive", "inclusive", "exclusive");
        UserSnapshot snapshot = users.snapshot();
        int first = snapshot.firstFrom(boundary.equals("inclusive") ? since : since + 1);
        return json -> {
            json.writeStartObject();
            new UserJson(users.text(), snapshot, json).writeData(first, snapshot.size());
            json.writeEndObject();
        };
    }

    private Response range(Call call) {
        int start = call.query().number("start_id", 0, Integer.MAX_VALUE);
        int end = call.query().number("end_id", 0, Integer.MAX_VALUE);
        UserSnapshot snapshot = users.snapshot();
        return json -> {
            UserJson writer = new UserJson(users.text(), snapshot, json);
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            int slots = snapshot.slots();
            for (int slot = numbers.firstSlotFrom(start, slots);
                    slot < slots && numbers.numberOf(slot) <= end;
                    slot++) {
                if (snapshot.exists(slot)) {
                    writer.writeNumbered(slot, numbers.numberOf(slot));
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }
}
