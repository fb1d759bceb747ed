package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document with the records somewhere in it.
 *
 * @param recordsPath where they are
 * @param errorPath where the document reports an error; null when it does not
 * @param pageInfoPath where it has the information on the next page; null when it has none
 * @param emptyWhenMissing whether it has no records when the array's field is missing
 */
record JsonFormat(
        RecordsPath recordsPath,
        @Nullable JsonPath errorPath,
        @Nullable JsonPath pageInfoPath,
        boolean emptyWhenMissing)
        implements BodyFormat {

    @Override
    public Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException {
        JsonPage page = new JsonPage(recordsPath, errorPath, pageInfoPath, rows);
        boolean lines = UnreadableBody.isLines(body.type());
        try (InputStream in = body.fromStart()) {
            page.read(in, further, emptyWhenMissing && !lines);
        } catch (JsonProcessingException e) {
            throw new UnreadableBody(body).notJson(e);
        } catch (PageException e) {
            throw lines ? new PageException("the response cannot be read: " + UnreadableBody.LINES, e) : e;
        }
        RecordsPath place = page.place();
        return new Content(place == null ? recordsPath : place, page.elements(), page.pageInfo());
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException {
        return JsonPage.rows(body.fromStart(), place);
    }
}
