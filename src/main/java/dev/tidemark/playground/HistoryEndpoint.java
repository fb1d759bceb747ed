package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** {@code /history/users}: at most 200 people whose designations change between requests. */
final class HistoryEndpoint {

    private static final int MAX_PEOPLE = 200;

    private final long seed;
    private final LiveRows people;

    HistoryEndpoint(PlaygroundOptions options, Clock clock) {
        this.seed = options.seed() + 6;
        this.people = new LiveRows(Math.min(options.records(), MAX_PEOPLE), seed, clock);
    }

    Route route() {
        return Route.get("/history/users", this::newer, "since");
    }

    private Response newer(Call call) {
        long since = call.query().timestamp("since");
        Comparator<LiveRow> order = Comparator.comparingLong(LiveRow::updatedAt).thenComparingInt(LiveRow::number);
        // Sorted again, since some of them have changed.
        List<LiveRow> found = people.read(since, row -> row.updatedAt() > since, order).stream()
                .sorted(order)
                .toList();
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (LiveRow person : found) {
                write(json, person);
            }
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private void write(JsonGenerator json, LiveRow person) throws IOException {
        long bits = BitMixer.mix(seed, person.number()) >>> 1;
        json.writeStartObject();
        json.writeNumberField("id", person.number());
        json.writeStringField("updated_at", Timestamps.format(person.updatedAt()));
        json.writeStringField("first_name", Words.firstName(bits));
        json.writeStringField("last_name", Words.lastName(bits >>> 8));
        json.writeStringField("designation", Words.job((bits >>> 16) + person.revision()));
        json.writeEndObject();
    }
}
