package dev.tidemark.playground;

import java.math.BigDecimal;
import java.util.List;

/** Something that the shop sells. */
record ShopProduct(String sku, String name, BigDecimal price) {

    /** Their number is not a multiple of 3: {@link LineItem} takes every third one. */
    private static final List<ShopProduct> ALL = List.of(
            product("ANC-1", "Anchor", "189.00"),
            product("CHA-1", "Sea chart", "24.50"),
            product("COM-1", "Compass", "59.90"),
            product("LAN-1", "Lantern", "34.95"),
            product("OIL-1", "Oilskin", "79.00"),
            product("ROP-1", "Rope", "12.49"),
            product("SEX-1", "Sextant", "449.00"),
            product("TAB-1", "Tide table", "9.99"));

    static ShopProduct of(long bits) {
        return ALL.get((int) Math.floorMod(bits, (long) ALL.size()));
    }

    private static ShopProduct product(String sku, String name, String price) {
        return new ShopProduct(sku, name, new BigDecimal(price));
    }
}
