package dev.tidemark.page;

import dev.tidemark.json.JsonPath;
import org.jspecify.annotations.Nullable;

/** The parameters of a source that say what its responses look like. */
final class BodySettings {

    private static final String DEFAULT_RECORDS_PATH = "data";

    private FormatName format = FormatName.JSON;
    private RecordsPath recordsPath = RecordsPath.of(DEFAULT_RECORDS_PATH);
    private RecordsAs recordsAs = RecordsAs.LIST;
    private @Nullable JsonPath columnsPath;
    private @Nullable JsonPath errorPath;
    private @Nullable JsonPath pageInfoPath;
    private boolean emptyWhenMissing;
    private String csvSeparator = CsvSeparator.DEFAULT;

    void setFormat(String text) {
        format = FormatName.of(text);
    }

    void setRecordsPath(String text) {
        recordsPath = RecordsPath.of(text);
    }

    void setRecordsAs(String text) {
        recordsAs = RecordsAs.of(text);
    }

    /** @param text empty unless the records are values */
    void setColumnsPath(String text) {
        columnsPath = text.isEmpty() ? null : JsonPath.of(text);
    }

    void setErrorPath(String text) {
        errorPath = text.isEmpty() ? null : JsonPath.of(text);
    }

    /** @param text empty when a body has no information on the next page */
    void setPageInfoPath(String text) {
        pageInfoPath = text.isEmpty() ? null : JsonPath.of(text);
    }

    void setEmptyWhenMissing(boolean isEmpty) {
        emptyWhenMissing = isEmpty;
    }

    void setCsvSeparator(String text) {
        CsvSeparator.of(text);
        csvSeparator = text;
    }

    /** Where the records are. */
    RecordsPath recordsPath() {
        return switch (format) {
            case JSON -> recordsPath;
            case NDJSON, CSV -> RecordsPath.WHOLE;
            case XML -> recordsPath.at(JsonPath.to(recordsPath.array().names()));
        };
    }

    /** The format with its parameters. */
    BodyFormat format() {
        requireShape();
        return switch (format) {
            case JSON -> new JsonFormat(recordsPath, recordsAs, columnsPath, errorPath, pageInfoPath, emptyWhenMissing);
            case NDJSON -> new LinesFormat();
            case CSV -> new CsvFormat(CsvSeparator.of(csvSeparator), emptyWhenMissing);
            case XML -> new XmlFormat(recordsPath(), errorPath, pageInfoPath, emptyWhenMissing);
        };
    }

    /**
     * Checks the parameters against each other.
     *
     * @param pageInfoName the name of the parameter for the information on the next page
     * @param needed whether the source requires it
     * @throws IllegalArgumentException when something would be inside the records, which are not searched, or a parameter
     *     does not fit the format
     */
    void validate(String pageInfoName, boolean needed) {
        if (format != FormatName.CSV && !csvSeparator.equals(CsvSeparator.DEFAULT)) {
            throw new IllegalArgumentException(
                    "csvSeparator is `" + csvSeparator + "`, and format is " + format + "; set format to csv");
        }
        requireShape();
        if (format.isOnlyRecords()) {
            requireWholeBody(pageInfoName, needed);
        } else {
            requireOutside(pageInfoName, needed);
        }
    }

    private void requireShape() {
        boolean values = recordsAs == RecordsAs.VALUES;
        if (values && columnsPath == null) {
            throw new IllegalArgumentException(
                    "columnsPath is empty: with recordsAs values, set it to the place of the names of the values");
        }
        if (!values && columnsPath != null) {
            throw new IllegalArgumentException("columnsPath is `" + columnsPath.text() + "`, and recordsAs is "
                    + recordsAs + "; set recordsAs to values, or remove columnsPath");
        }
        if (recordsAs != RecordsAs.LIST && format != FormatName.JSON) {
            throw new IllegalArgumentException(
                    "recordsAs is " + recordsAs + ", which format " + format + " does not have; remove it");
        }
        if (format == FormatName.XML && !recordsPath.levels().isEmpty()) {
            throw new IllegalArgumentException("recordsPath is `" + recordsPath.text()
                    + "`: with format xml, a path leads to all elements with its names; write it without `[]`");
        }
        if (recordsAs != RecordsAs.LIST && !recordsPath.levels().isEmpty()) {
            throw new IllegalArgumentException("recordsAs is " + recordsAs + ", and recordsPath `" + recordsPath.text()
                    + "` enters arrays with `[]`; use one of the two");
        }
        if (recordsAs == RecordsAs.MAP && recordsPath.isWhole() && errorPath != null) {
            throw new IllegalArgumentException("errorPath is `" + errorPath.text()
                    + "`: with recordsAs map and recordsPath `.`, each field of the response is a record; remove it");
        }
    }

    private void requireOutside(String name, boolean needed) {
        JsonPath place = pageInfoPath;
        if (place == null || (recordsAs == RecordsAs.ONE && recordsPath.isWhole())) {
            return;
        }
        boolean all = recordsPath.array().names().isEmpty();
        if (all ? needed : place.leadsInto(recordsPath.array())) {
            throw new IllegalArgumentException(name + " `" + place.text() + "` points into the records:"
                    + " recordsPath is `"
                    + recordsPath.text() + "`" + (all ? ", the whole response; write" : "; use a path outside them or")
                    + " `header:NAME`");
        }
    }

    /** A format whose body is nothing but records has no place for anything else. */
    private void requireWholeBody(String pageInfoName, boolean needed) {
        String rule = ": with format " + format + ", the whole response is the records; ";
        if (!recordsPath.text().equals(RecordsPath.WHOLE.text())
                && !recordsPath.text().equals(DEFAULT_RECORDS_PATH)) {
            throw new IllegalArgumentException("recordsPath is `" + recordsPath.text() + "`" + rule + "write `.`");
        }
        if (errorPath != null) {
            throw new IllegalArgumentException("errorPath is `" + errorPath.text() + "`" + rule + "remove it");
        }
        if (pageInfoPath != null) {
            throw new IllegalArgumentException(
                    pageInfoName + " is `" + pageInfoPath.text() + "`" + rule + "write `header:NAME`"
                            + (needed ? "" : ", or leave it empty (\"\") when the response does not say it"));
        }
    }
}
