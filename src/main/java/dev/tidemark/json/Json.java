package dev.tidemark.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The ways in which JSON is read and written; records of an API are read by {@link RecordJson}. Thread-safe. */
public final class Json {

    /** For documents of our own, and for what holds no numbers with a point. */
    public static final JsonMapper PLAIN = new JsonMapper();

    /** Keeps all digits of a number, and takes one document, with nothing after it. */
    public static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** As {@link #EXACT}, and refuses a name that comes twice. */
    public static final JsonMapper STRICT =
            EXACT.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}
}
