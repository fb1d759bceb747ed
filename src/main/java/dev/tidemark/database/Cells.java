package dev.tidemark.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readers that several products share. None of them depends on the local time zone. */
final class Cells {

    static final CellReader TEXT = ResultSet::getString;
    static final CellReader BYTES = ResultSet::getBytes;
    static final CellReader BOOLEAN = (row, column) -> unlessNull(row, row.getBoolean(column));
    static final CellReader INT = (row, column) -> unlessNull(row, row.getInt(column));
    static final CellReader LONG = (row, column) -> unlessNull(row, row.getLong(column));
    static final CellReader FLOAT = (row, column) -> unlessNull(row, row.getFloat(column));
    static final CellReader DOUBLE = (row, column) -> unlessNull(row, row.getDouble(column));

    /** Whole numbers that exceed a long. */
    static final CellReader WHOLE = (row, column) -> {
        String text = row.getString(column);
        return text == null ? null : new BigInteger(text);
    };

    /** Decimals; a double for NaN and infinity, which a decimal cannot represent. */
    static final CellReader DECIMAL = (row, column) -> {
        String text = row.getString(column);
        return text == null
                ? null
                : switch (text) {
                    case "NaN", "Infinity", "-Infinity" -> (Object) Double.valueOf(text);
                    default -> new BigDecimal(text);
                };
    };

    static final CellReader DATE = (row, column) -> text(row.getObject(column, LocalDate.class));
    static final CellReader TIME = (row, column) -> text(row.getObject(column, LocalTime.class));
    static final CellReader TIME_WITH_ZONE = (row, column) -> {
        OffsetTime time = row.getObject(column, OffsetTime.class);
        return time == null ? null : DateTimeFormatter.ISO_OFFSET_TIME.format(time);
    };
    static final CellReader DATE_TIME = (row, column) -> text(row.getObject(column, LocalDateTime.class));
    static final CellReader INSTANT = (row, column) -> text(row.getObject(column, OffsetDateTime.class));

    /** Objects and arrays as maps and lists; other JSON as a node, so that the text {@code "5"} remains JSON. */
    static final CellReader JSON = (row, column) -> {
        String text = row.getString(column);
        return text == null ? null : json(text);
    };

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Cells() {}

    /** Arrays whose driver returns their elements as a result: index and element. */
    static CellReader array(TypeRules rules) {
        return (row, column) -> {
            Array array = row.getArray(column);
            if (array == null) {
                return null;
            }
            List<@Nullable Object> elements = new ArrayList<>();
            try (ResultSet each = array.getResultSet()) {
                CellReader reader = rules.require(DriverType.of(each.getMetaData(), 2));
                while (each.next()) {
                    elements.add(reader.read(each, 2));
                }
            } finally {
                array.free();
            }
            return elements;
        };
    }

    static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : signed(date.getYear(), date.toString());
    }

    static @Nullable String text(@Nullable LocalTime time) {
        return time == null ? null : DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }

    static @Nullable String text(@Nullable LocalDateTime local) {
        return local == null ? null : signed(local.getYear(), DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local));
    }

    static @Nullable String text(@Nullable OffsetDateTime instant) {
        String text = instant == null ? null : instant.toInstant().toString();
        return text != null && text.startsWith("0000") ? signed(0, text) : text;
    }

    /** The year 1 BC gets a sign: {@code 0000} without one usually means a missing date. */
    private static String signed(int year, String text) {
        return year == 0 ? "+" + text : text;
    }

    private static Object json(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isContainerNode() ? MAPPER.treeToValue(node, Object.class) : node;
        } catch (JsonProcessingException e) {
            return UnreadableValue.of(text, "JSON", e.getOriginalMessage());
        }
    }

    private static @Nullable Object unlessNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }
}
