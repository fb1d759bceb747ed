package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document with the records somewhere in it.
 *
 * @param recordsPath where they are
 * @param recordsAs what is there
 * @param columnsPath where the names of the values are; null unless the records are values
 * @param errorPath where the document reports an error; null when it does not
 * @param pageInfoPath where it has the information on the next page; null when it has none
 * @param emptyWhenMissing whether it has no records when the array's field is missing
 */
record JsonFormat(
        RecordsPath recordsPath,
        RecordsAs recordsAs,
        @Nullable JsonPath columnsPath,
        @Nullable JsonPath errorPath,
        @Nullable JsonPath pageInfoPath,
        boolean emptyWhenMissing)
        implements BodyFormat {

    @Override
    public Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException {
        RootRecord root = recordsAs == RecordsAs.ONE && recordsPath.isWhole() ? new RootRecord(rows) : null;
        boolean lines = UnreadableBody.isLines(body.type());
        try {
            JsonPage page = root == null
                    ? new JsonPage(recordsPath, shape(body), errorPath, pageInfoPath, rows)
                    : new JsonPage(recordsPath, shape(body), null, null, root);
            try (InputStream in = body.json()) {
                page.read(in, further, emptyWhenMissing && !lines);
            }
            RecordsPath place = page.place();
            return new Content(
                    place == null ? recordsPath : place,
                    page.elements(),
                    root == null ? page.pageInfo() : whatElse(root));
        } catch (JsonProcessingException e) {
            throw new UnreadableBody(body).notJson(e);
        } catch (CharacterCodingException e) {
            throw body.notInCharset("line 1 of the response", e);
        } catch (PageException e) {
            throw lines ? new PageException("the response cannot be read: " + UnreadableBody.LINES, e) : e;
        }
    }

    private @Nullable String whatElse(RootRecord root) {
        if (errorPath != null) {
            root.requireNoError(errorPath);
        }
        return pageInfoPath == null ? null : root.pageInfo(pageInfoPath);
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException {
        RecordShape shape = shape(body);
        return JsonPage.rows(body.json(), place, shape);
    }

    private @Nullable RecordShape shape(ResponseBody body) throws IOException {
        return switch (recordsAs) {
            case LIST -> null;
            case ONE -> new OneRecord();
            case MAP -> new MapRecords();
            case VALUES -> new ValueRecords(ColumnNames.read(body, Objects.requireNonNull(columnsPath)));
        };
    }
}
