package dev.tidemark.playground;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;

/** {@code /shop/reports/sales}: one row per day and product, for at most 31 days. A changed order changes its day. */
final class SalesReport {

    private static final long DAY = 86_400;
    private static final long MOST_DAYS = 31;

    private final Shop shop;
    private final ShopJson text;

    SalesReport(Shop shop, ShopJson text) {
        this.shop = shop;
        this.text = text;
    }

    private record Row(long day, ShopProduct product, int quantity, BigDecimal revenue) {

        Row and(Row other) {
            return new Row(day, product, quantity + other.quantity, revenue.add(other.revenue));
        }

        String key() {
            return Timestamps.format(day) + product.sku();
        }
    }

    Response rows(Call call) {
        long from = instant(call, "from");
        long to = instant(call, "to");
        if (to < from || to - from > MOST_DAYS * DAY) {
            throw Refusal.badRequest("to must be from 0 to " + MOST_DAYS + " days after from");
        }
        TreeMap<String, Row> rows = new TreeMap<>();
        for (ShopRow order : shop.orders(Long.MIN_VALUE, each -> true)) {
            long day = order.createdAt() - Math.floorMod(order.createdAt(), DAY);
            if (from <= day && day < to) {
                for (LineItem item : text.items(order)) {
                    Row row = new Row(day, item.product(), item.quantity(), item.net());
                    rows.merge(row.key(), row, Row::and);
                }
            }
        }
        return json -> {
            json.writeStartObject();
            ShopJson.data(json, List.copyOf(rows.values()), (out, row) -> {
                out.writeStringField("day_time", Timestamps.format(row.day()));
                out.writeStringField("sku", row.product().sku());
                out.writeStringField("product", row.product().name());
                out.writeNumberField("quantity", row.quantity());
                out.writeNumberField("revenue", row.revenue());
            });
            json.writeEndObject();
        };
    }

    private static long instant(Call call, String name) {
        return Timestamps.parse(name, call.query().required(name));
    }
}
