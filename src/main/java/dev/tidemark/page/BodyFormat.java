package dev.tidemark.page;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A format of response bodies, with the source's parameters for it. Thread-safe. */
interface BodyFormat {

    /**
     * What a body has.
     *
     * @param place where the records are
     * @param elements how many elements are there: each is a record, or has nested records
     * @param pageInfo the information on the next page; null when it has none
     */
    record Content(RecordsPath place, int elements, @Nullable String pageInfo) {}

    /**
     * Reads a body to its end, and passes on each record.
     *
     * @param further whether it is a further page of a list
     * @throws PageException when it is not of this format, has something else in place of records, or reports an error
     */
    Content read(ResponseBody body, boolean further, RecordSearch.Rows rows) throws IOException;

    /**
     * The records of a body that was read before, and an {@link dev.tidemark.row.EmptyElement} for each element without any.
     *
     * @param place where that reading found them
     */
    Iterator<Map<String, @Nullable Object>> records(ResponseBody body, RecordsPath place) throws IOException;
}
