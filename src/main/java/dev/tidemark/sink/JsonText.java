package dev.tidemark.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON text. Numbers keep all their digits. Only exponents that are too large to be written out remain exponents.
 */
final class JsonText {

    private static final ObjectWriter AS_IT_CAME = JavaTypes.mapper().build().writer();

    private static final ObjectWriter SORTED = JavaTypes.mapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build()
            .writer();

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    private JsonText() {}

    /** The JSON list or object in a text; null when it is neither. */
    static @Nullable Object read(String text) {
        try {
            Object read = text.startsWith("[") || text.startsWith("{") ? READER.readValue(text) : null;
            return read instanceof Map || read instanceof List ? read : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /**
     * The value as it was given: its names in their order, its numbers with trailing zeros.
     *
     * @throws IllegalArgumentException when it is not JSON
     */
    static String of(Object value) {
        return text(value, AS_IT_CAME, false);
    }

    /**
     * The same text for all equivalent values: names are sorted, and 1.0 becomes 1.
     *
     * @throws IllegalArgumentException when it is not JSON
     */
    static String canonical(Object value) {
        return text(value, SORTED, true);
    }

    private static String text(Object value, ObjectWriter writer, boolean shortest) {
        try {
            return write(value, writer.with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN), shortest);
        } catch (JsonProcessingException tooLarge) {
            try {
                return write(value, writer, shortest);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
            }
        }
    }

    private static String write(Object value, ObjectWriter writer, boolean shortest) throws JsonProcessingException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = writer.createGenerator(text)) {
            writer.writeValue(shortest ? new ShortestNumbers(generator) : generator, value);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes equal numbers identically. */
    private static final class ShortestNumbers extends JsonGeneratorDelegate {

        ShortestNumbers(JsonGenerator generator) {
            super(generator, true);
        }

        @Override
        public void writeNumber(BigDecimal number) throws IOException {
            super.writeNumber(number.stripTrailingZeros());
        }

        @Override
        public void writeNumber(double number) throws IOException {
            if (Double.isFinite(number)) {
                writeNumber(new BigDecimal(Double.toString(number)));
            } else {
                super.writeNumber(number);
            }
        }

        @Override
        public void writeNumber(float number) throws IOException {
            if (Float.isFinite(number)) {
                writeNumber(new BigDecimal(Float.toString(number)));
            } else {
                super.writeNumber(number);
            }
        }
    }
}
