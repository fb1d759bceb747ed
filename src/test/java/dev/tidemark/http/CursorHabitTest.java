package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The forms in which APIs give their cursors, and those in which they take them. Each takes one only. */
class CursorHabitTest {

    private static final Instant START = Instant.parse("2024-01-15T10:30:00.123Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final List<Instant> changes = new ArrayList<>(LongStream.rangeClosed(1, 20)
            .mapToObj(n -> START.plusSeconds(7 * n))
            .toList());

    @Test
    void instantsToTheSecond() {
        assertFollowed(at -> seconds(at).toString(), (since, at) -> seconds(at)
                .isAfter(iso(since, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")));
    }

    @Test
    void instantsToTheMillisecond() {
        assertFollowed(
                Instant::toString,
                (since, at) -> at.isAfter(iso(since, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z")));
    }

    @Test
    void instantsWithAnOffsetWhosePlusSignMustBeEncoded() {
        assertFollowed(
                at -> at.toString().replace("Z", "+00:00"),
                (since, at) -> at.isAfter(iso(since, "\\d{4}-\\d\\d-\\d\\dT.*(\\+00:00|Z)")));
    }

    @Test
    void noZoneAtAllIsTheZoneOfTheSite() {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
        assertFollowed(
                at -> form.format(at.atZone(PARIS)),
                (since, at) -> seconds(at)
                        .isAfter(LocalDateTime.parse(since, form).atZone(PARIS).toInstant()),
                "cursorZone",
                "Europe/Paris",
                "initialCursor",
                "1970-01-01T00:00:00");
    }

    @Test
    void aSpaceBetweenDateAndTime() {
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
        assertFollowed(
                form::format,
                (since, at) -> at.isAfter(Instant.from(form.parse(since))),
                "initialCursor",
                "1970-01-01 00:00:00.000");
    }

    @Test
    void epochMillisecondsAsNumbers() {
        assertFollowed(
                Instant::toEpochMilli,
                (since, at) -> at.toEpochMilli() > Long.parseLong(since),
                "cursorType",
                "epoch-millis",
                "initialCursor",
                "0");
    }

    @Test
    void epochMillisecondsAsText() {
        assertFollowed(
                at -> Long.toString(at.toEpochMilli()),
                (since, at) -> at.toEpochMilli() > Long.parseLong(since),
                "cursorType",
                "epoch-millis",
                "initialCursor",
                "0");
    }

    @Test
    void epochSecondsAsNumbers() {
        assertFollowed(
                Instant::getEpochSecond,
                (since, at) -> at.getEpochSecond() > Long.parseLong(since),
                "cursorType",
                "epoch-seconds",
                "initialCursor",
                "0");
    }

    @Test
    void epochSecondsAsTextFromAnApiThatIncludesTheBound() {
        assertFollowed(
                at -> Long.toString(at.getEpochSecond()),
                (since, at) -> at.getEpochSecond() >= Long.parseLong(since),
                "cursorType",
                "epoch-seconds",
                "initialCursor",
                "0",
                "boundary",
                "inclusive");
    }

    @Test
    void aDateCallTakenAsItIsGiven() {
        assertFollowed(
                at -> "/Date(" + at.toEpochMilli() + "+0000)/",
                (since, at) -> at.toEpochMilli() > Long.parseLong(since.replaceAll("/Date\\((\\d+)\\+0000\\)/", "$1")),
                "initialCursor",
                "/Date(0+0000)/");
    }

    @Test
    void aDateCallThatIsReadInAnotherForm() {
        assertFollowed(
                at -> "/Date(" + at.toEpochMilli() + "+0000)/",
                (since, at) -> at.isAfter(LocalDateTime.parse(since.replaceAll("datetime'(.*)'", "$1"))
                        .toInstant(ZoneOffset.UTC)),
                "query",
                "since=datetime'{cursor}'",
                "cursorFormat",
                "yyyy-MM-dd'T'HH:mm:ss.SSS");
    }

    @Test
    void aSequenceNumberBeyondTheDigitsOfADouble() {
        BigInteger base = BigInteger.TWO.pow(70);
        assertFollowed(
                at -> base.add(BigInteger.valueOf(at.toEpochMilli())),
                (since, at) -> base.add(BigInteger.valueOf(at.toEpochMilli())).compareTo(new BigInteger(since)) > 0,
                "cursorType",
                "number",
                "initialCursor",
                "0");
    }

    @Test
    void onlyWholeSecondsAreTakenThoughFractionsAreGiven() {
        assertFollowed(
                Instant::toString,
                (since, at) -> at.isAfter(iso(since, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")),
                "cursorFormat",
                "yyyy-MM-dd'T'HH:mm:ssX");
    }

    @Test
    void onlyEpochSecondsAreTakenThoughInstantsAreGiven() {
        assertFollowed(
                Instant::toString,
                (since, at) -> at.isAfter(Instant.ofEpochSecond(Long.parseLong(since))),
                "cursorFormat",
                "epoch-seconds");
    }

    @Test
    void anInitialCursorInTheExpectedFormIsSentUnchanged() {
        assertFollowed(
                Instant::toString,
                (since, at) -> at.isAfter(Instant.ofEpochSecond(positive(since))),
                "cursorFormat",
                "epoch-seconds",
                "initialCursor",
                "0");
    }

    @Test
    void anApiWithItsOwnRequestFormatNeedsCursorFormatFromTheStart() {
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneOffset.UTC);
        assertFollowed(
                Instant::toString,
                (since, at) -> since.matches("\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d:\\d\\d")
                        && at.isAfter(Instant.from(form.parse(since))),
                "cursorFormat",
                "dd.MM.yyyy HH:mm:ss");
    }

    @Test
    void wholeDaysOnlyFromAnApiThatIncludesTheDay() {
        assertFollowed(
                Instant::toString,
                (since, at) -> !day(at).isBefore(LocalDate.parse(since)),
                "cursorFormat",
                "yyyy-MM-dd",
                "boundary",
                "inclusive");
    }

    @Test
    void wholeDaysOnlyFromAnApiThatReturnsLaterDays() {
        assertFollowed(
                Instant::toString,
                (since, at) -> day(at).isAfter(LocalDate.parse(since)),
                "cursorFormat",
                "yyyy-MM-dd");
    }

    @Test
    void anApiThatIgnoresTheTimeInItsOwnTextNeedsCursorFormat() {
        BiPredicate<String, Instant> filter = (since, at) -> since.contains("T")
                ? at.isAfter(Instant.parse(since).truncatedTo(ChronoUnit.DAYS))
                : at.isAfter(LocalDateTime.parse(since.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        try (SyncBench bench = new SyncBench(request -> respond(request, Instant::toString, filter))) {
            SyncResult result = bench.sync(bench.source("timestamp"));

            assertThat(result.error()).contains("does not honour the cursor as it is sent", "cursorFormat");
        }
        assertFollowed(Instant::toString, filter, "cursorFormat", "yyyy-MM-dd HH:mm:ss.SSS");
    }

    /** Everything arrives; then each change and nothing else, also one that shares its cursor with what was last. */
    private void assertFollowed(
            Function<Instant, Object> written, BiPredicate<String, Instant> isNewer, Object... parameters) {
        try (SyncBench bench = new SyncBench(request -> respond(request, written, isNewer))) {
            SourceYaml source =
                    bench.source("timestamp", parameters).sink("columns", "id:LONG, name:STRING, version:LONG");

            assertThat(bench.sync(source).error()).isNull();
            assertThat(bench.rows()).isEqualTo(changes.size());

            Instant later = changes.get(changes.size() - 1).plus(Duration.ofMinutes(5));
            changes.set(3, later);
            assertWrites(bench.sync(source), 1);
            changes.set(5, later);
            assertWrites(bench.sync(source), 1);
            changes.add(later);
            assertWrites(bench.sync(source), 1);
            assertWrites(bench.sync(source), 0);
            changes.add(later.plusSeconds(90_000));
            assertWrites(bench.sync(source), 1);
            assertThat(bench.rows()).isEqualTo(changes.size());
        }
    }

    private static void assertWrites(SyncResult result, long rows) {
        assertThat(result.error()).isNull();
        assertThat(result.rowsWritten()).isEqualTo(rows);
    }

    private Response respond(Request request, Function<Instant, Object> written, BiPredicate<String, Instant> isNewer) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (int id = 1; id <= changes.size(); id++) {
            Instant at = changes.get(id - 1);
            if (isNewer.test(request.get("since"), at)) {
                Map<String, Object> record = Records.record(id, written.apply(at));
                record.put("version", at.toEpochMilli());
                records.add(record);
            }
        }
        return Response.of(Map.of("data", records));
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** Of that form, or it is refused. */
    private static Instant iso(String text, String form) {
        if (!text.matches(form)) {
            throw new IllegalArgumentException("not understood: " + text);
        }
        return Instant.parse(text.replace("+00:00", "Z"));
    }

    private static long positive(String number) {
        if (!number.matches("\\d+")) {
            throw new IllegalArgumentException("not understood: " + number);
        }
        return Long.parseLong(number);
    }
}
