package dev.tidemark.playground;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** {@code /playground/*}: changes the users or the shop, as in a live API. */
final class ControlEndpoints {

    private static final int MAX_CHANGES = 1_000_000;

    private final Users users;
    private final Shop shop;

    ControlEndpoints(Users users, Shop shop) {
        this.users = users;
        this.shop = shop;
    }

    List<Route> routes() {
        return List.of(
                change("/playground/touch", "touched", users::touch),
                change("/playground/insert", "inserted", users::insert),
                change("/playground/delete", "deleted", users::delete),
                change("/playground/shop/touch", "touched", shop::touch),
                change("/playground/shop/insert", "inserted", shop::insert),
                change("/playground/shop/delete", "deleted", n -> shop.delete(n, false)),
                change("/playground/shop/purge", "purged", n -> shop.delete(n, true)));
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
