package dev.tidemark.sink;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.sql.Timestamp;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;

/** Writes Java values for which JSON has no type: dates and times as ISO 8601, with all their digits. */
final class JavaTypes {

    private static final Module TIMES = new SimpleModule("times")
            .addSerializer(TemporalAccessor.class, ToStringSerializer.instance)
            .addSerializer(TemporalAmount.class, ToStringSerializer.instance)
            .addSerializer(new StdDelegatingSerializer(Timestamp.class, new StdConverter<Timestamp, String>() {
                @Override
                public String convert(Timestamp timestamp) {
                    return timestamp.toInstant().toString();
                }
            }));

    private JavaTypes() {}

    /** The builder of a mapper that writes them. */
    static JsonMapper.Builder mapper() {
        return JsonMapper.builder().addModule(TIMES).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
