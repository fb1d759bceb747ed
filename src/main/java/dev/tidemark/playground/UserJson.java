package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes users of one snapshot as JSON. */
final class UserJson {

    private final UserText text;
    private final UserSnapshot users;
    private final JsonGenerator json;

    UserJson(UserText text, UserSnapshot users, JsonGenerator json) {
        this.text = text;
        this.users = users;
        this.json = json;
    }

    void write(int slot) throws IOException {
        json.writeStartObject();
        writeFields(slot);
        json.writeEndObject();
    }

    void writeNumbered(int slot, int number) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", number);
        writeFields(slot);
        json.writeEndObject();
    }

    /** Writes the field {@code data} with users by their positions in the snapshot's order. */
    void writeData(int firstPosition, int endPosition) throws IOException {
        json.writeArrayFieldStart("data");
        for (int position = firstPosition; position < endPosition; position++) {
            write(users.slotAt(position));
        }
        json.writeEndArray();
    }

    /** Writes the field {@code data} with the users in these slots. */
    void writeData(int[] slots) throws IOException {
        json.writeArrayFieldStart("data");
        for (int slot : slots) {
            write(slot);
        }
        json.writeEndArray();
    }

    private void writeFields(int slot) throws IOException {
        json.writeStringField("id", text.id(slot));
        json.writeStringField("name", text.name(slot));
        json.writeStringField("email", text.email(slot));
        json.writeStringField("address", text.address(slot));
        json.writeStringField("company", text.company(slot));
        json.writeStringField("job", text.job(slot, users.revision(slot)));
        json.writeStringField("updatedAt", Timestamps.format(users.updatedAt(slot)));
        json.writeStringField("createdAt", Timestamps.format(users.createdAt(slot)));
    }
}
