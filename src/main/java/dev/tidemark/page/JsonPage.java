package dev.tidemark.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.tidemark.json.JsonPath;
import dev.tidemark.json.RecordJson;
import dev.tidemark.row.EmptyElement;
import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one JSON response: an array of records somewhere in a document. Numbers keep all their digits. */
final class JsonPage {

    private final RecordSearch records;
    private final @Nullable ErrorSearch errors;
    private final @Nullable PageInfoSearch pageInfo;
    private @Nullable ErrorText usualError;
    private boolean empty = true;

    /**
     * Prepares to read.
     *
     * @param shape what is there; null for an array of objects
     * @param errorPath where the response reports an error; null when it does not
     * @param pageInfoPath where it has the information on the next page; null when it has none
     */
    JsonPage(
            RecordsPath recordsPath,
            @Nullable RecordShape shape,
            @Nullable JsonPath errorPath,
            @Nullable JsonPath pageInfoPath,
            RecordSearch.Rows rows) {
        this.records = new RecordSearch(recordsPath, shape, RecordJson.RECORD, rows);
        this.errors = errorPath == null ? null : new ErrorSearch(errorPath);
        this.pageInfo = pageInfoPath == null ? null : new PageInfoSearch(pageInfoPath);
    }

    /**
     * Reads a document to the end.
     *
     * @param further whether it is a further page of a list: then an object without a field is the list's end
     * @param emptyWhenMissing whether an object without the array's field means that there are no records
     * @throws PageException when it has no array of objects at the path, or reports an error
     */
    void read(InputStream in, boolean further, boolean emptyWhenMissing) throws IOException {
        boolean object;
        try (JsonParser parser = RecordJson.RECORD.createParser(in)) {
            if (parser.nextToken() == null) {
                throw new PageException("the response has no body");
            }
            object = parser.currentToken() == JsonToken.START_OBJECT;
            List<PathSearch.Step> starts = Stream.of(errors, pageInfo, records)
                    .filter(Objects::nonNull)
                    .map(PathSearch::start)
                    .toList();
            descend(parser, starts);
            JsonToken next = parser.nextToken();
            if (next != null) {
                throw new PageException("the response continues after the end of its JSON document"
                        + (next.isStructStart() ? ": " + UnreadableBody.LINES : ""));
            }
        }
        if (errors != null) {
            errors.requireNone();
        }
        if (pageInfo != null) {
            pageInfo.requireValue();
        }
        boolean isFound = records.isFound();
        if (isFound && records.isEmpty()) {
            requireNoError("no records");
        } else if (!isFound && !(further && object && empty)) {
            requireNothing(emptyWhenMissing);
        }
    }

    private void requireNoError(String found) {
        if (usualError != null) {
            throw new PageException("the response has " + found + ", and an error at `"
                    + usualError.place().text() + "`: " + SafeText.excerpt(usualError.text()) + "; set errorPath to `"
                    + usualError.place().text() + "`, or to the value in it that shows whether it is one");
        }
    }

    /** Without an array, the response must clearly show that there are no records, and nothing else. */
    private void requireNothing(boolean emptyWhenMissing) {
        String found = records.instead();
        requireNoError(found);
        if (records.isMissing() ? !emptyWhenMissing : !records.isNothing()) {
            throw new PageException("the response has " + found + "; check recordsPath"
                    + (records.isMissing() ? ", or set emptyWhenMissing to true if this means an empty result" : ""));
        }
    }

    /**
     * The records of a document that was read once before, at an exact path, and an {@link EmptyElement} for each element
     * without any.
     */
    static Iterator<Map<String, @Nullable Object>> rows(InputStream in, RecordsPath place, @Nullable RecordShape shape)
            throws IOException {
        JsonParser parser = RecordJson.RECORD.createParser(in);
        if (!place.array().seek(parser)) {
            throw new PageException(
                    "the response has no array at `" + place.array().text() + "`; check recordsPath");
        }
        if (shape != null) {
            return shape.records(parser);
        }
        // The iterator takes the current token as its first record. It skips the start of an array only when there is
        // no current token.
        parser.clearCurrentToken();
        MappingIterator<Map<String, @Nullable Object>> elements = RecordJson.RECORD.readValues(parser);
        return place.levels().isEmpty() ? elements : new NestedRecords(place).in(elements);
    }

    /** How many elements the array has: each is a record, or has nested records. */
    int elements() {
        return records.elements();
    }

    /** Where the records are; null when their array is missing. */
    @Nullable
    RecordsPath place() {
        return records.place();
    }

    /** The response's information on the next page; null when it has none. */
    @Nullable
    String pageInfo() {
        return pageInfo == null ? null : pageInfo.value();
    }

    private void descend(JsonParser parser, List<PathSearch.Step> steps) throws IOException {
        for (PathSearch.Step step : steps) {
            // Errors in the document itself, where an array was expected.
            if (step.isThere() && !(step.place().isEmpty() && isDescended(parser.currentToken()))) {
                step.search().read(parser, step);
                return;
            }
        }
        if (parser.currentToken() == JsonToken.START_OBJECT && !steps.isEmpty()) {
            steps.stream().filter(PathSearch.Step::isThere).forEach(step -> step.search()
                    .blocked(parser, step));
            descendObject(parser, steps);
        } else {
            steps.forEach(step -> step.search().blocked(parser, step));
            parser.skipChildren();
        }
    }

    /** Whether the document itself is an object with other things in it. */
    private boolean isDescended(JsonToken first) {
        return first == JsonToken.START_OBJECT && !records.isObject();
    }

    private void descendObject(JsonParser parser, List<PathSearch.Step> steps) throws IOException {
        PathSearch.Step toRecords = steps.stream()
                .filter(step -> step.search() == records)
                .findFirst()
                .orElse(null);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            String field = parser.currentName();
            List<PathSearch.Step> below = steps.stream()
                    .map(step -> step.into(field))
                    .filter(Objects::nonNull)
                    .toList();
            parser.nextToken();
            boolean isRecords = below.stream().anyMatch(step -> step.search() == records);
            if (toRecords != null && !isRecords && ErrorText.isUsual(field)) {
                List<String> place = Stream.concat(toRecords.place().stream(), Stream.of(field))
                        .toList();
                readUsualError(parser, JsonPath.to(place), below);
            } else {
                descend(parser, below);
            }
        }
    }

    /** The value that errorPath finds in such a field decides; otherwise the field's own value. */
    private void readUsualError(JsonParser parser, JsonPath place, List<PathSearch.Step> below) throws IOException {
        ErrorText text;
        if (below.isEmpty()) {
            text = ErrorText.read(parser, place);
        } else {
            try (TokenBuffer copy = new TokenBuffer(parser)) {
                copy.copyCurrentStructure(parser);
                text = ErrorText.read(copy.asParserOnFirstToken(), place);
                descend(copy.asParserOnFirstToken(), below);
            }
            if (errors != null && errors.isIn(place)) {
                return;
            }
        }
        if (usualError == null && !text.isNone()) {
            usualError = text;
        }
    }
}
