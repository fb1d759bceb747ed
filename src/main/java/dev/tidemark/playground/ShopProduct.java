package dev.tidemark.playground;

import java.math.BigDecimal;
import java.util.List;

/** Something that the shop sells. */
record ShopProduct(String sku, String name, BigDecimal price) {

    /** Their number is not a multiple of 3: {@link LineItem} takes every third one. */
    private static final List<ShopProduct> ALL = List.of(
            product("anchor", "Anchor", "189.00"),
            product("chart", "Sea chart", "24.50"),
            product("compass", "Compass", "59.90"),
            product("lantern", "Lantern", "34.95"),
            product("oilskin", "Oilskin", "79.00"),
            product("rope", "Rope", "12.49"),
            product("sextant", "Sextant", "449.00"),
            product("tide-table", "Tide table", "9.99"));

    static ShopProduct of(long bits) {
        return ALL.get((int) Math.floorMod(bits, (long) ALL.size()));
    }

    private static ShopProduct product(String sku, String name, String price) {
        return new ShopProduct(sku, name, new BigDecimal(price));
    }
}
