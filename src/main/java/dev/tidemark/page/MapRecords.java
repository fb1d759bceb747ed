package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.json.RecordJson;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object whose values are the records. Each gets its key as a field. */
final class MapRecords implements RecordShape {

    /** The field with the key. */
    static final String KEY = "_key";

    /** More fields than an error has. */
    private static final int ENOUGH = 3;

    private final List<String> firstKeys = new ArrayList<>();

    @Override
    public RecordsAs as() {
        return RecordsAs.MAP;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            ErrorText.requireMore(firstKeys);
            return null;
        }
        String key = parser.currentName();
        if (firstKeys.size() < ENOUGH) {
            firstKeys.add(key);
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new PageException(
                    "the entry `" + SafeText.excerpt(key) + "` is " + PathSearch.kind(parser.currentToken())
                            + ", not an object; with recordsAs map, each entry at recordsPath is a record");
        }
        Map<String, @Nullable Object> record = RecordJson.RECORD.readValue(parser);
        if (record.containsKey(KEY)) {
            throw new PageException("the record of the entry `" + SafeText.excerpt(key) + "` has a field `" + KEY
                    + "` of its own, which recordsAs map needs for the key");
        }
        record.put(KEY, key);
        return record;
    }
}
