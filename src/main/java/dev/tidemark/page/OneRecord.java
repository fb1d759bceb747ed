package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.json.RecordJson;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that is the only record. */
final class OneRecord implements RecordShape {

    private boolean isRead;

    @Override
    public RecordsAs as() {
        return RecordsAs.ONE;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next(JsonParser parser) throws IOException {
        if (isRead) {
            return null;
        }
        isRead = true;
        Map<String, @Nullable Object> record = RecordJson.RECORD.readValue(parser);
        ErrorText.requireMore(record.keySet());
        return record;
    }
}
