package dev.tidemark.playground;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.stream.Stream;

/** The filter and order of a requested listing. */
record Listing(boolean byCreation, boolean descending, long updatedSince) {

    private static final String ORDER_BY = "order_by";
    private static final String ORDER_TYPE = "order_type";
    private static final String UPDATED_SINCE = "updated_since";

    static Listing parse(QueryParameters query) {
        return new Listing(
                query.oneOf(ORDER_BY, "createdAt", "updatedAt", "updatedAt").equals("createdAt"),
                query.oneOf(ORDER_TYPE, "asc", "desc", "asc").equals("desc"),
                query.timestamp(UPDATED_SINCE));
    }

    /** The names of a listing's parameters, and further names. */
    static String[] parametersAnd(String... others) {
        return Stream.concat(Stream.of(ORDER_BY, ORDER_TYPE, UPDATED_SINCE), Stream.of(others))
                .toArray(String[]::new);
    }

    /** The listing as a query with all its parameters. */
    String asQuery() {
        String query = ORDER_BY + "=" + (byCreation ? "createdAt" : "updatedAt") + "&" + ORDER_TYPE + "="
                + (descending ? "desc" : "asc");
        if (updatedSince == Long.MIN_VALUE) {
            return query;
        }
        return query + "&" + UPDATED_SINCE + "="
                + URLEncoder.encode(Timestamps.format(updatedSince), StandardCharsets.UTF_8);
    }

    boolean matches(LiveRow row) {
        return row.updatedAt() >= updatedSince;
    }

    Comparator<LiveRow> order() {
        Comparator<LiveRow> ascending = Comparator.<LiveRow>comparingLong(
                        row -> byCreation ? row.createdAt() : row.updatedAt())
                .thenComparingInt(LiveRow::number);
        return descending ? ascending.reversed() : ascending;
    }
}
