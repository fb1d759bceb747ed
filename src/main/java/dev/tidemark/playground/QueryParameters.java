package dev.tidemark.playground;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of one request, read strictly: a request with an unknown, repeated or invalid parameter is refused. */
final class QueryParameters {

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    static QueryParameters parse(@Nullable String rawQuery, Set<String> allowed) {
        Map<String, String> values = new HashMap<>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (!allowed.contains(name)) {
                    throw Refusal.badRequest("unknown parameter '" + name + "'");
                }
                if (values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                    throw Refusal.badRequest("parameter '" + name + "' occurs more than once");
                }
            }
        }
        return new QueryParameters(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw Refusal.badRequest("parameter '" + name + "' is missing");
        }
        return value;
    }

    String oneOf(String name, String first, String second, String otherwise) {
        String value = values.getOrDefault(name, otherwise);
        if (!value.equals(first) && !value.equals(second)) {
            throw Refusal.badRequest(name + " must be " + first + " or " + second + ", not '" + value + "'");
        }
        return value;
    }

    int number(String name, int min, int max, int otherwise) {
        return has(name) ? number(name, min, max) : otherwise;
    }

    int number(String name, int min, int max) {
        String value = required(name);
        // At most ten digits, so that the text fits a long.
        if (value.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (min <= number && number <= max) {
                return (int) number;
            }
        }
        throw Refusal.badRequest(
                name + " must be a whole number between " + min + " and " + max + ", not '" + value + "'");
    }

    /** Epoch seconds; {@link Long#MIN_VALUE}, earlier than everything, when the parameter is missing. */
    long timestamp(String name) {
        return has(name) ? Timestamps.parse(name, required(name)) : Long.MIN_VALUE;
    }

    // Cannot fail: the server refuses a URI with a stray percent sign before it gets here.
    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
