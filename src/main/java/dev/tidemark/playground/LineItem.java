package dev.tidemark.playground;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/** One product of an order. */
record LineItem(ShopProduct product, int quantity, List<Tax> taxes) {

    private static final int MOST = 4;

    private record Tax(String code, String rate) {

        BigDecimal of(BigDecimal net) {
            return net.multiply(new BigDecimal(rate)).setScale(2, RoundingMode.HALF_EVEN);
        }
    }

    private static final List<List<Tax>> TAXES = List.of(
            List.of(), List.of(new Tax("VAT", "0.20")), List.of(new Tax("VAT", "0.20"), new Tax("ECO", "0.015")));

    /** The line items of an order, possibly none. Each revision has one more, up to three, and other quantities. */
    static List<LineItem> of(long seed, ShopRow order) {
        long bits = BitMixer.mix(seed, order.number()) >>> 1;
        int count = (int) ((bits + order.revision()) % MOST);
        return IntStream.range(0, count)
                .mapToObj(i -> new LineItem(
                        ShopProduct.of((bits >>> 8) + 3L * i),
                        1 + (int) (((bits >>> (16 + 4 * i)) + order.revision()) % 5),
                        TAXES.get((int) ((bits >>> (32 + 4 * i)) % TAXES.size()))))
                .toList();
    }

    /** Without taxes. */
    BigDecimal net() {
        return product.price().multiply(BigDecimal.valueOf(quantity));
    }

    BigDecimal gross() {
        return taxes.stream().map(tax -> tax.of(net())).reduce(net(), BigDecimal::add);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("sku", product.sku());
        json.writeObjectFieldStart("product");
        json.writeStringField("sku", product.sku());
        json.writeStringField("name", product.name());
        json.writeEndObject();
        json.writeNumberField("quantity", quantity);
        json.writeNumberField("price", product.price());
        json.writeArrayFieldStart("taxes");
        for (Tax tax : taxes) {
            json.writeStartObject();
            json.writeStringField("code", tax.code());
            json.writeNumberField("rate", new BigDecimal(tax.rate()));
            json.writeNumberField("amount", tax.of(net()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
