package dev.tidemark.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.row.Row;

/**
 * How records are read from the JSON of a response or message: numbers keep all their digits, and duplicate names are
 * errors.
 */
public final class RecordJson {

    public static final int MEBIBYTE = 1024 * 1024;
    public static final int MOST_NESTED = 100;
    public static final int LONGEST_TEXT = 8 * MEBIBYTE;

    /** Reads one record, an object; creates parsers with the limits of records. */
    public static final ObjectReader RECORD = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTED)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(Row.class);

    private RecordJson() {}
}
