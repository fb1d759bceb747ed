package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Writes the records of the shop as JSON. */
final class ShopJson {

    private static final String[] TIERS = {"basic", "silver", "gold"};
    private static final String[] STATUSES = {"open", "paid", "shipped", "delivered"};
    private static final String[] REASONS = {"damaged", "late", "wrong item"};

    private final Shop shop;
    private final long seed;

    ShopJson(Shop shop, long seed) {
        this.shop = shop;
        this.seed = seed + 20;
    }

    /** Writes one record. */
    @FunctionalInterface
    interface Writer<T> {
        void write(JsonGenerator json, T what) throws IOException;
    }

    /** Writes the field {@code data}. */
    static <T> void data(JsonGenerator json, List<T> records, Writer<T> writer) throws IOException {
        json.writeArrayFieldStart("data");
        for (T each : records) {
            json.writeStartObject();
            writer.write(json, each);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void customer(JsonGenerator json, ShopRow customer) throws IOException {
        long bits = bits(customer.number());
        json.writeNumberField("id", customer.number());
        json.writeStringField("name", name(customer.number()));
        json.writeStringField("email", "customer" + customer.number() + "@example.com");
        json.writeStringField("tier", pick(TIERS, bits + customer.revision()));
        json.writeObjectFieldStart("address");
        json.writeStringField("street", 1 + bits % 99 + " " + Words.street(bits >>> 4));
        json.writeStringField("city", Words.city(bits >>> 12));
        json.writeEndObject();
        times(json, customer);
        json.writeStringField("deleted_at", customer.isDeleted() ? Timestamps.format(customer.deletedAt()) : null);
    }

    void tombstone(JsonGenerator json, ShopRow customer) throws IOException {
        json.writeNumberField("id", customer.number());
        json.writeStringField("deleted_at", Timestamps.format(customer.deletedAt()));
    }

    void order(JsonGenerator json, ShopRow order) throws IOException {
        int customer = shop.customerOf(order);
        List<LineItem> items = items(order);
        json.writeNumberField("id", order.number());
        json.writeStringField("status", pick(STATUSES, order.revision()));
        json.writeObjectFieldStart("customer");
        json.writeNumberField("id", customer);
        json.writeStringField("name", name(customer));
        json.writeEndObject();
        json.writeNumberField(
                "total", items.stream().map(LineItem::gross).reduce(new BigDecimal("0.00"), BigDecimal::add));
        times(json, order);
        json.writeArrayFieldStart("line_items");
        for (LineItem item : items) {
            item.write(json);
        }
        json.writeEndArray();
    }

    void refund(JsonGenerator json, ShopRow refund) throws IOException {
        long bits = bits(-refund.number());
        json.writeNumberField("id", refund.number());
        json.writeNumberField("order_id", Shop.orderOf(refund));
        json.writeNumberField("amount", BigDecimal.valueOf(100 + bits % 9_900 + refund.revision(), 2));
        json.writeStringField("reason", pick(REASONS, bits >>> 16));
        json.writeStringField("created_at", Timestamps.format(refund.createdAt()));
        json.writeStringField("updated_at", Timestamps.format(refund.updatedAt()));
    }

    static void event(JsonGenerator json, ShopEvent event) throws IOException {
        json.writeNumberField("id", event.number());
        json.writeStringField("type", event.type());
        json.writeNumberField("object_id", event.object());
        json.writeStringField("created_at", Timestamps.format(event.createdAt()));
    }

    List<LineItem> items(ShopRow order) {
        return LineItem.of(seed + 1, order);
    }

    private static void times(JsonGenerator json, ShopRow row) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeStringField("created_at", Timestamps.format(row.createdAt()));
        json.writeStringField("updated_at", Timestamps.format(row.updatedAt()));
        json.writeEndObject();
    }

    private String name(int customer) {
        long bits = bits(customer);
        return Words.firstName(bits >>> 20) + " " + Words.lastName(bits >>> 28);
    }

    private long bits(int number) {
        return BitMixer.mix(seed, number) >>> 1;
    }

    private static String pick(String[] words, long bits) {
        return words[(int) (bits % words.length)];
    }
}
