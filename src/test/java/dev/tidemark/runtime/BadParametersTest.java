package dev.tidemark.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.SourceYaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unusable parameters of a strategy are reported before anything is contacted: status 2. */
class BadParametersTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp | pageSize | 0 | from 1 to",
                "timestamp | pageSize | -5 | from 1 to",
                "timestamp | pageSize | ten | whole number",
                "timestamp | chunkSize | 0 | from 1 to 100000",
                "timestamp | chunkSize | 1000000000000 | from 1 to 100000",
                "timestamp | maxSkew | -1h | maxSkew",
                "timestamp | period | -1s | period",
                "timestamp | period | soon | period",
                "timestamp | boundary | open | exclusive",
                "timestamp | cursorType | date | timestamp",
                "timestamp | cursorType | text | needs boundary `inclusive`",
                "timestamp | cursorZone | Mars/Base | time zone",
                "timestamp | cursorFormat | bbb | is not a pattern",
                "timestamp | cursorReadFormat | bbb | cursorReadFormat `bbb` is not a pattern for dates such as yyyy-MM-dd",
                "timestamp | cursorReadFormat | dd/mm/yyyy | dd the day of the month",
                "keyset | cursorReadFormat | yyyy-MM-dd} | is not a pattern",
                "timestamp | cursorFormat | epoch-days | epoch-seconds",
                "timestamp | initialCursor | yesterday | initialCursor `yesterday`",
                "timestamp | query | since | name=value",
                "timestamp | query | since={cursr} | {cursr}",
                "timestamp | query | a={cursor}; a=1 | twice",
                "timestamp | recordsPath | a..b | `a..b` is neither dotted",
                "timestamp | url | file:///etc/passwd | url",
                "timestamp | url | http://user:secret@127.0.0.1/x | url",
                "timestamp | url | http://127.0.0.1/x?key=1 | url",
                "timestamp | url | http://127.0.0.1/a/../b | its path contains `..`",
                "next-url | url | http://127.0.0.1/a/%2E%2e/b | its path contains `..`",
                "timestamp | url | http://127.0.0.1/a/./b | its path contains `.`",
                "timestamp | url | http://127.0.0.1/a%00 | its path contains the control character `%00`",
                "timestamp | url | http://127.0.0.1/a%zz | its path contains `%zz`, which is not an escape",
                "timestamp | url | http://127.0.0.1/a b | Illegal character",
                "replay | bufferHours | -1 | from 0 to",
                "replay | bufferHours | 1.5 | whole number",
                "keyset | nextQuery | page=2 | neither {token} nor both",
                "keyset | nextQuery | a={cursor} | neither {token} nor both",
                "keyset | nextQuery | a={token}; b={tokn} | {tokn}",
                "keyset | tokenPath | a..b | neither dotted",
                "offset | pageSize | 0 | from 2 to",
                "offset | pageSize | 1 | from 2 to",
                "offset | pageSize | -50 | from 2 to",
                "page-number | pageSize | 0 | from 1 to",
                "page-number | firstPage | -1 | from 0 to",
                "next-url | nextUrlPath | a..b | neither dotted",
                "next-url | nextUrlPath | data.next | nextUrlPath `data.next` points into the records:"
                        + " recordsPath is `data`",
                "keyset | tokenPath | data.0.next | use a path outside them or `header:NAME`",
                "offset | totalPath | data.total | totalPath `data.total` points into the records",
                "page-number | totalPagesPath | /data/pages | totalPagesPath `/data/pages` points into the records",
                "next-url | recordsPath | . | nextUrlPath `next_page_url` points into the records: recordsPath is `.`",
                "keyset | recordsPath | . | the whole response; write `header:NAME`",
                "timestamp | emptyWhenMissing | yes | must be `true` or `false`",
                "timestamp | pageSize | 99999999999 | `pageSize`",
                "timestamp | pageSize | 99999999999 | from 1 to 2147483647",
                "timestamp | period | 5 minutes | must be a duration with a unit, such as `60s`",
                "timestamp | period | 60 | with a unit",
                "keyset | period | 0 | greater than zero",
                "offset | query | since={curser}; offset={offset} | [cursor, limit, offset]; did you mean `cursor`?",
                "offset | query | since={cursor}; limit={limit} | has no {offset}, so every page would be the first",
                "page-number | query | since={cursor} | has no {page}, so every page would be the first",
                "step-size | stepSize | 0 | at least 1",
                "step-size | stepSize | -1000 | at least 1",
                "step-size | maxEmptySteps | 0 | from 1 to",
                "step-size | initialId | -1 | at least 0",
                "step-size | maxId | 0 | maxId 0 is below initialId 1",
                "step-size | query | from={start}; to={finish} | {finish}"
            })
    void anHttpSourceIsRefused(String strategy, String parameter, String value, String rule) throws IOException {
        SourceYaml source = new SourceYaml(strategy, "records").with("url", "http://127.0.0.1:9/records");

        assertThat(problems(source.with(parameter, value))).contains(rule).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pageSize | 0 | from 1 to 100000",
                "pageSize | -1 | from 1 to 100000",
                "delay | -5s | delay",
                "delay | later | delay",
                "keyField | id,,x | name or names separated by commas",
                "keyField | '' | keyField",
                "table | a.b.c | table",
                "dataSource | nowhere | is not configured",
                "columns | 'a,,b' | columns",
                "initialCursor | yesterday | initialCursor `yesterday`",
                "cursorReadFormat | bbb | cursorReadFormat `bbb` is not a pattern"
            })
    void aTableSourceIsRefused(String parameter, String value, String rule) throws IOException {
        assertThat(problems(table().with(parameter, value))).contains(rule);
    }

    @Test
    void aDataSourceThatIsNotConfiguredIsReportedOnce() throws IOException {
        assertThat(problems(table().with("dataSource", "destinatoin")))
                .containsOnlyOnce("is not configured")
                .contains("did you mean `destination`?");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:nosuch://user:secret@host/db, jdbc:nosuch:", "postgres://host/db, does not begin with jdbc:"})
    void anAddressThatNoDriverKnowsIsRefused(String url, String shown) throws IOException {
        Options options = options(table());
        options.overrides = Map.of("tidemark.datasource.destination.url", url);

        assertThat(ProjectFolder.refusal(options))
                .contains("tidemark.datasource.destination.url", "driver", shown, "lib.d")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "offset | query | offset={offset}",
                "page-number | query | page={page}",
                "keyset | nextQuery | since={cursor}; after={key}",
                "next-url | nextUrlPath | header:Link"
            })
    void anUnneededDefaultPathIsAllowedWhenTheResponseIsTheArray(String strategy, String parameter, String value)
            throws IOException {
        SourceYaml source = new SourceYaml(strategy, "records").with("url", "http://127.0.0.1:9/records");

        Project.read(options(source.with(parameter, value).with("recordsPath", ".")), Map.of())
                .close();
    }

    @Test
    void anAmbiguousPathIsReportedOnce() throws IOException {
        SourceYaml source = new SourceYaml("next-url", "records").with("url", "http://127.0.0.1:9/a/%2e%2e/b");

        assertThat(problems(source)).containsOnlyOnce("contains `..`");
    }

    @Test
    void aPatternIsNotShownForADuration() throws IOException {
        assertThat(problems(new SourceYaml("timestamp", "records")
                        .with("url", "http://127.0.0.1:9/records")
                        .with("period", "5 minutes")))
                .doesNotContain("[1-9]");
    }

    @Test
    void hoursToLookBackAreForPointsInTime() throws IOException {
        assertThat(problems(new SourceYaml("replay", "records")
                        .with("url", "http://127.0.0.1:9/records")
                        .with("cursorType", "number")
                        .with("initialCursor", "0")))
                .contains("`number` is not a time to look back from");
    }

    @Test
    void aDelayIsForPointsInTime() throws IOException {
        assertThat(problems(
                        table().with("delay", "5s").with("cursorType", "number").with("initialCursor", "0")))
                .contains("delay is for cursors that are points in time");
    }

    @Test
    void whatIsRightPasses() throws IOException {
        for (SourceYaml source :
                new SourceYaml[] {table(), new SourceYaml("offset", "records").with("url", "http://127.0.0.1:9/records")
                }) {
            Project.read(options(source), Map.of()).close();
        }
    }

    private static SourceYaml table() {
        return new SourceYaml("key-based", "records")
                .with("dataSource", "destination")
                .with("table", "t")
                .with("keyField", "id");
    }

    private String problems(SourceYaml source) throws IOException {
        return ProjectFolder.refusal(options(source));
    }

    private Options options(SourceYaml source) throws IOException {
        return ProjectFolder.options(
                folder, source, Map.of("tidemark.datasource.destination.url", "jdbc:h2:mem:unused"));
    }
}
