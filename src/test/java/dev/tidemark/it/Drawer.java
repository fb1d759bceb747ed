package dev.tidemark.it;

import java.util.Map;
import org.apache.camel.spi.PropertiesFunction;

/** A vault of a user's own: {@code {{drawer:NAME}}}. */
public final class Drawer implements PropertiesFunction {

    static final String PASSWORD = "from-the-drawer";

    private static final Map<String, String> VALUES = Map.of("password", PASSWORD, "table", "people");

    @Override
    public String getName() {
        return "drawer";
    }

    @Override
    public String apply(String remainder) {
        String value = VALUES.get(remainder);
        if (value == null) {
            throw new IllegalArgumentException("the drawer has no " + remainder);
        }
        return value;
    }
}
