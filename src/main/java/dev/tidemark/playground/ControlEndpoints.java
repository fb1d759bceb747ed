package dev.tidemark.playground;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** {@code /playground/*}: changes the users, as in a live API. */
final class ControlEndpoints {

    private static final int MAX_CHANGES = 1_000_000;

    private final Users users;

    ControlEndpoints(Users users) {
        this.users = users;
    }

    List<Route> routes() {
        return List.of(
                change("/playground/touch", "touched", users::touch),
                change("/playground/insert", "inserted", users::insert),
                change("/playground/delete", "deleted", users::delete));
    }

    private static Route change(String path, String done, IntUnaryOperator change) {
        return Route.post(
                path,
                call -> {
                    int count = change.applyAsInt(call.query().number("n", 0, MAX_CHANGES));
                    return json -> {
                        json.writeStartObject();
                        json.writeNumberField(done, count);
                        json.writeEndObject();
                    };
                },
                "n");
    }
}
