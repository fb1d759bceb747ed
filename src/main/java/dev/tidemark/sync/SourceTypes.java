package dev.tidemark.sync;

import dev.tidemark.database.DestinationType;
import java.util.Map;
import org.apache.camel.Exchange;

/** The types of a database source's columns, on their way from the source to the sink as an exchange property. */
public final class SourceTypes {

    private static final String PROPERTY = "TidemarkSourceTypes";

    private SourceTypes() {}

    /** Sets out with them. */
    public static void put(Exchange exchange, Map<String, DestinationType> types) {
        exchange.setProperty(PROPERTY, types);
    }

    /** Those of the exchange's source, by the names of its columns; none when it is not a database. */
    @SuppressWarnings("unchecked")
    public static Map<String, DestinationType> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Map.of(), Map.class);
    }
}
