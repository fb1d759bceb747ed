package dev.tidemark.sink;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Texts in the form that PostgreSQL expects for its own types: JSON becomes an array or an hstore, true and false become a
 * bit.
 */
final class PostgresLiteral {

    /** The name of an array's type begins with an underscore. */
    private static final Pattern ARRAY = Pattern.compile(".*\\.\"_[^.]*");

    private PostgresLiteral() {}

    static String of(String type, String text) {
        if (ARRAY.matcher(type).matches() && JsonText.read(text) instanceof List<?> list) {
            return array(list);
        }
        if (type.endsWith(".\"hstore\"") && JsonText.read(text) instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + "=>" + element(entry.getValue()))
                    .collect(Collectors.joining(","));
        }
        if (type.endsWith("bit\"")) {
            return text.equals("true") ? "1" : text.equals("false") ? "0" : text;
        }
        return text;
    }

    private static String array(List<?> list) {
        return list.stream()
                .map(each -> each instanceof List<?> inner ? array(inner) : element(each))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String element(@Nullable Object value) {
        return value == null ? "NULL" : quoted(ColumnType.STRING.convert(value));
    }

    private static String quoted(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
