package dev.tidemark.strategy.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.TimestampStrategy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form a cursor is stored and sent back. */
class CursorFormTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final TimestampStrategy strategy = new TimestampStrategy();

    @ParameterizedTest
    @CsvSource({
        "2024-01-15T10:30:00Z, 2024-01-15T10:29:59Z",
        "2024-01-15t10:30:00z, 2024-01-15t10:29:59z",
        "2024-01-15T10:30:00.000Z, 2024-01-15T10:29:59.999Z",
        "2024-01-15T10:30:00.5Z, 2024-01-15T10:30:00.4Z",
        "2024-01-15 10:30:00, 2024-01-15 10:29:59",
        "2024-01-15 10:30:00.10, 2024-01-15 10:30:00.09",
        "2024-01-15T10:30:00+02:00, 2024-01-15T10:29:59+02:00",
        "2024-01-15T10:30:00+0200, 2024-01-15T10:29:59+0200",
        "2024-01-15T10:30:00-03, 2024-01-15T10:29:59-03",
        "2024-01-15T10:30:00.123456-05:30, 2024-01-15T10:30:00.123455-05:30",
        "2024-01-15T10:30:00.123456789Z, 2024-01-15T10:30:00.123456788Z",
        "2024-01-15T10:30Z, 2024-01-15T10:29Z",
        "2024-01-01T00:00:00Z, 2023-12-31T23:59:59Z",
        "2024-03-01, 2024-02-29",
        "/Date(1705314600000)/, /Date(1705314599999)/",
        "/Date(1705314600000+0200)/, /Date(1705314599999+0200)/",
        "'Mon, 15 Jan 2024 10:30:00 GMT', 'Mon, 15 Jan 2024 10:29:59 GMT'",
        "'Mon, 01 Jan 2024 00:00:00 GMT', 'Sun, 31 Dec 2023 23:59:59 GMT'",
        "'Mon, 1 Jan 2024 00:00:01 +0000', 'Mon, 1 Jan 2024 00:00:00 +0000'",
        "'15 Jan 2024 10:30:00 +0200', '15 Jan 2024 10:29:59 +0200'",
        "2024-01-15 10:30:00 UTC, 2024-01-15 10:29:59 UTC",
        "2024-01-15 10:30:00 GMT, 2024-01-15 10:29:59 GMT",
        "2024-01-15T10:30:00UTC, 2024-01-15T10:29:59UTC",
        "2024-01-15 10:30:00.100 utc, 2024-01-15 10:30:00.099 utc",
        "2024-01-15 10:30:00 +0000, 2024-01-15 10:29:59 +0000",
        "2024-01-15 10:30:00 +02:00, 2024-01-15 10:29:59 +02:00",
        "2024-01-15 10:30:00.5 -0330, 2024-01-15 10:30:00.4 -0330",
        "2024-01-15 10:30:00 +0000 UTC, 2024-01-15 10:29:59 +0000 UTC",
        "2024-01-15T10:30:00-00:00, 2024-01-15T10:29:59-00:00",
        "2024-01-15T10:30:00Z[UTC], 2024-01-15T10:29:59Z[UTC]",
        "2024-01-15T10:30:00+01:00[Europe/Paris], 2024-01-15T10:29:59+01:00[Europe/Paris]",
        "2024-03-31T03:00:00+02:00[Europe/Paris], 2024-03-31T01:59:59+01:00[Europe/Paris]",
        "2024-03-31T02:00:00+01:00[Europe/London], 2024-03-31T00:59:59Z[Europe/London]",
        "2024-10-27T01:00:00Z[Europe/London], 2024-10-27T01:59:59+01:00[Europe/London]",
        "2024/01/15 10:30:00, 2024/01/15 10:29:59",
        "2024/01/15 10:30, 2024/01/15 10:29",
        "2024/03/01, 2024/02/29",
        "2024/01/15T10:30:00.250Z, 2024/01/15T10:30:00.249Z",
        "20240115103000, 20240115102959",
        "20240115103000Z, 20240115102959Z",
        "20240115103000123, 20240115103000122",
        "20240115103000.5Z, 20240115103000.4Z",
        "20240115T103000Z, 20240115T102959Z",
        "20240115T103000.000+0100, 20240115T102959.999+0100",
        "20240301, 20240229",
        "'2024-01-15T10:30:00,000Z', '2024-01-15T10:29:59,999Z'",
        "'2024-01-15 10:30:00,5', '2024-01-15 10:30:00,4'",
        "2024-01-15t10:30:00.50z, 2024-01-15t10:30:00.49z",
    })
    void anExclusiveApiIsRequestedFromOneTickBelowInItsOwnFormat(String given, String asked) {
        assertThat(askedAfter('"' + given + '"')).isEqualTo(asked);
    }

    /** Each row: the patterns, the cursor, its instant, and what is asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dd/MM/yyyy HH:mm:ss ; 02/03/2024 10:30:00 ; 2024-03-02T10:30:00Z ; 02/03/2024 10:29:59",
                "MM/dd/yyyy HH:mm:ss ; 02/03/2024 10:30:00 ; 2024-02-03T10:30:00Z ; 02/03/2024 10:29:59",
                "dd.MM.yyyy HH:mm:ss.SSS|dd.MM.yyyy ; 02.03.2024 ; 2024-03-02T00:00:00Z ; 01.03.2024",
                "dd.MM.yyyy HH:mm:ss.SSS|dd.MM.yyyy ; 02.03.2024 00:00:00.000 ; 2024-03-02T00:00:00Z ; 01.03.2024 23:59:59.999",
                "dd.MM.yyyy HH:mm ; 02.03.2024 00:00 ; 2024-03-02T00:00:00Z ; 01.03.2024 23:59",
                "MMM d, yyyy h:mm a ; Mar 2, 2024 1:05 PM ; 2024-03-02T13:05:00Z ; Mar 2, 2024 1:04 PM",
                "MMM d, yyyy h:mm a ; mar 2, 2024 1:05 pm ; 2024-03-02T13:05:00Z ; Mar 2, 2024 1:04 PM",
                "dd/MM/yyyy HH:mm:ss Z ; 02/03/2024 10:30:00 +0530 ; 2024-03-02T05:00:00Z ; 02/03/2024 10:29:59 +0530",
                "dd/MM/yyyy ; 2024-03-02T10:30:00.5Z ; 2024-03-02T10:30:00.500Z ; 2024-03-02T10:30:00.4Z",
                "dd/MM/yyyy ; Sat, 02 Mar 2024 10:30:00 GMT ; 2024-03-02T10:30:00Z ; Sat, 02 Mar 2024 10:29:59 GMT",
            })
    void aCursorReadFormatIsReadAndWrittenByThePatternThatReadIt(
            String patterns, String given, Instant instant, String asked) {
        strategy.setCursorReadFormat(patterns);
        assertThat(strategy.settings().reader().read(given).instant()).isEqualTo(instant);
        assertThat(askedAfter('"' + given + '"')).isEqualTo(asked);
    }

    @Test
    void aPatternCoarserThanTheTickRoundsDownAndSoDoesTheBound() {
        strategy.setCursorReadFormat("dd/MM/yyyy HH:mm:ss|dd/MM/yyyy HH:mm:ss.SSS");
        CursorSettings settings = strategy.settings();
        Bound bound = settings.from(settings.reader().read("02/03/2024 10:30:00"), Tick.ofScale(3));
        assertThat(bound.text()).isEqualTo("02/03/2024 10:29:59");
        assertThat(bound.value().instant()).isEqualTo(Instant.parse("2024-03-02T10:29:59Z"));
    }

    @Test
    void theInitialCursorMayBeInACursorReadFormat() {
        strategy.setCursorReadFormat("dd/MM/yyyy");
        strategy.setInitialCursor("02/03/2024");
        assertThat(strategy.begin(null, NOW).next().values()).containsEntry("cursor", "02/03/2024");
        assertThat(strategy.settings().first().value().instant()).isEqualTo(Instant.parse("2024-03-02T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bbb ; is not a pattern for dates such as yyyy-MM-dd",
                "|dd/MM/yyyy ; is not a pattern for dates such as yyyy-MM-dd",
                "dd/mm/yyyy ; cannot be read back",
                "dd/MM/yyyy|MM/dd/yyyy ; reads as 2024-03-02T00:00:00Z",
                "HH:mm ; cannot be read back",
            })
    void aCursorReadFormatThatCannotBeReliedOnIsRefused(String patterns, String why) {
        assertThatThrownBy(() -> {
                    strategy.setCursorReadFormat(patterns);
                    strategy.settings();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cursorReadFormat `", patterns.split("\\|")[0], why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "15/01/2024 10:30:00",
                "01/15/2024",
                "15.01.2024",
                "01-02-2024",
                "202401151030",
                "2024-01/15",
                "2024/13/01",
                "20240230",
                "Tue, 15 Jan 2024 10:30:00 GMT",
                "Mon, 15 Jan 24 10:30:00 GMT",
                "2024-01-15 10:30:00 CET",
                "2024-01-15 10:30:00 +0200 UTC",
                "2024-01-15T10:30:00+01:00[Mars/Base]",
                "2024-01-15T10:30:00,",
                "2024-01-15 UTC",
            })
    void whatCouldNameAnotherTimeIsNotRead(String text) {
        assertThatThrownBy(() -> strategy.settings().reader().read(text))
                .isInstanceOf(java.time.DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-15T10:30:00Z",
                "Mon, 15 Jan 2024 10:30:00 GMT",
                "2024/01/15 10:30:00 UTC",
                "20240115103000",
                "2024-01-15T10:30:00.000Z",
                "2024-01-15 10:30:00",
                "2024-01-15T10:30:00+0200",
                "2024-01-15T10:30:00.120+02:00",
                "2024-01-15",
                "/Date(1705314600000+0200)/",
            })
    void anInclusiveApiIsRequestedFromExactlyTheTextThatItSent(String given) {
        strategy.setBoundary("inclusive");
        assertThat(askedAfter('"' + given + '"')).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-seconds, 1705314600, 1705314599",
        "epoch-seconds, '\"1705314600\"', 1705314599",
        "epoch-seconds, 1705314600.250, 1705314600.249",
        "epoch-seconds, '\"1705314600.10\"', 1705314600.09",
        "epoch-seconds, -1, -2",
        "epoch-seconds, 1705314600.1234567890123, 1705314600.1234567880123",
        "epoch-millis, 1705314600000, 1705314599999",
        "epoch-millis, '\"1705314600000\"', 1705314599999",
        "epoch-millis, 1705314600000.25, 1705314600000.24",
        "number, 10, 9",
        "number, '\"10\"', 9",
        "number, 9223372036854775808, 9223372036854775807",
        "number, 100000000000000000000000000000000000, 99999999999999999999999999999999999",
        "number, 10.50, 10.49",
    })
    void numbersGoOutAsPlainDigitsOneUnitOfTheirLastDigitBelow(String type, String given, String asked) {
        strategy.setCursorType(type);
        strategy.setInitialCursor("0");
        assertThat(askedAfter(given)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "exclusive, yyyy-MM-dd, UTC, 2024-01-14",
        "inclusive, yyyy-MM-dd, UTC, 2024-01-15",
        "exclusive, yyyy-MM-dd HH:mm:ss, UTC, 2024-01-15 22:30:29",
        "inclusive, yyyy-MM-dd HH:mm:ss, UTC, 2024-01-15 22:30:30",
        "inclusive, yyyy-MM-dd HH:mm:ss, Europe/Paris, 2024-01-15 23:30:30",
        "exclusive, yyyy-MM-dd'T'HH:mm:ssXXX, Europe/Paris, 2024-01-15T23:30:29+01:00",
        "exclusive, yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC, 2024-01-15T22:30:30.122Z",
        "exclusive, epoch-seconds, UTC, 1705357829",
        "inclusive, epoch-seconds, UTC, 1705357830",
        "exclusive, epoch-millis, UTC, 1705357830122",
        "inclusive, epoch-millis, UTC, 1705357830123",
        "inclusive, yyyy-MM-dd HH:'00', Asia/Kolkata, 2024-01-16 04:00",
    })
    void aCursorFormatIsKeptToAndRoundsDown(String boundary, String format, String zone, String asked) {
        strategy.setBoundary(boundary);
        strategy.setCursorFormat(format);
        strategy.setCursorZone(zone);
        assertThat(askedAfter("\"2024-01-15T22:30:30.123Z\"")).isEqualTo(asked);
    }

    @Test
    void theTickIsOneUnitOfTheFinestPrecisionSeen() {
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        read(paging, "2024-01-15T10:30:00.25Z", "2024-01-15T10:30:01Z");
        assertThat(paging.next().values()).containsEntry("cursor", "2024-01-15T10:30:00.99Z");
    }

    @Test
    void theTickBelowATextWithoutAZoneIsTakenInItsZone() {
        strategy.setCursorZone("Europe/Paris");
        assertThat(askedAfter("\"2024-03-31T03:00:00\"")).isEqualTo("2024-03-31T01:59:59");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "2020-01-01", "2020-01-01 00:00:00.0"})
    void theInitialCursorIsSentUnchanged(String initial) {
        strategy.setInitialCursor(initial);
        assertThat(strategy.begin(null, NOW).next().values()).containsEntry("cursor", initial);
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-seconds, 2020-01-01, 1577836800",
        "epoch-seconds, 0, 0",
        "yyyy-MM-dd, 0001-01-01T00:00:00Z, 0001-01-01",
        "yyyy-MM-dd, 2020-01-01, 2020-01-01",
        "dd.MM.yyyy HH:mm, 2020-01-01T10:30:59Z, 01.01.2020 10:30",
        "dd.MM.yyyy HH:mm, 01.01.2020 10:30, 01.01.2020 10:30"
    })
    void theInitialCursorIsWrittenInTheFormThatRequestsHaveUnlessItIsInIt(String format, String initial, String sent) {
        strategy.setInitialCursor(initial);
        strategy.setCursorFormat(format);
        assertThat(strategy.begin(null, NOW).next().values()).containsEntry("cursor", sent);
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, '\"2024-01-15 10:30:00.100+0200\"'",
        "timestamp, '\"/Date(1705314600000)/\"'",
        "epoch-seconds, 1705314600",
        "epoch-seconds, 1705314600.10",
        "epoch-seconds, '\"1705314600\"'",
        "epoch-millis, 1705314600000",
        "number, 9223372036854775808",
        "number, 123456789012345678901234567890.120",
        "number, '\"00012\"'",
        "text, '\"b\"'",
    })
    void theStateHoldsWhatTheApiGaveAndSurvivesBeingStored(String type, String given) {
        strategy.setCursorType(type);
        strategy.setInitialCursor("0");
        if (type.equals("timestamp")) {
            strategy.setInitialCursor("2000-01-01");
        }
        strategy.setBoundary("inclusive");
        String text = "{\"last_timestamp\":" + given + "}";

        ObjectNode stored = JdbcStateRepository.parse(text);
        assertThat(stored).hasToString(text);
        ObjectNode after =
                Objects.requireNonNull(strategy.begin(stored, NOW).end(), "a state that was stored stays stored");
        assertThat(after).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, 2024-01-15T10:00:00+02:00, 2024-01-15T09:30:00Z",
        "timestamp, 2024-01-15T10:00:00Z, 2024-01-15 10:00:00.001",
        "timestamp, /Date(1705314600000)/, 2024-01-15T10:30:01Z",
        "number, 9, 10",
        "number, -10, -9",
        "epoch-seconds, 999999999, 1000000000",
        "text, 10, 9",
    })
    void cursorsAreComparedByTypeNeverAsText(String type, String smaller, String greater) {
        strategy.setCursorType(type);
        strategy.setInitialCursor(type.equals("timestamp") ? "2000-01-01" : "-100");
        strategy.setBoundary("inclusive");
        assertThat(stateAfterPage(smaller, greater)).contains('"' + greater + '"');
        assertThat(stateAfterPage(greater, smaller)).contains('"' + greater + '"');
    }

    @Test
    void equalCursorsAreOneWhateverTheirForm() {
        Cursor z = CursorType.TIMESTAMP.read("2024-01-15T10:00:00Z", java.time.ZoneOffset.UTC);
        Cursor offset = CursorType.TIMESTAMP.read("2024-01-15 12:00:00.000+0200", java.time.ZoneOffset.UTC);
        assertThat(offset).isEqualTo(z).hasSameHashCodeAs(z).isEqualByComparingTo(z);
        Cursor one = CursorType.NUMBER.read(new BigDecimal("1.0"), java.time.ZoneOffset.UTC);
        assertThat(one).isEqualTo(CursorType.NUMBER.read(1, java.time.ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, true",
        "timestamp, 17",
        "timestamp, '\"2024-02-30\"'",
        "timestamp, '\"2024-01-15T25:00:00Z\"'",
        "timestamp, '\"2024-01-15T10:30:00Z trailing\"'",
        "timestamp, '{}'",
        "timestamp, null",
        "number, '\"ten\"'",
        "epoch-seconds, 1e30",
        "epoch-seconds, 1e900000000",
    })
    void aStateThatIsNotACursorIsRefusedWithTheRemedy(String type, String value) {
        strategy.setCursorType(type);
        strategy.setInitialCursor(type.equals("timestamp") ? "2000-01-01" : "0");
        assertThatThrownBy(() -> askedAfter(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("last_timestamp", "state set");
    }

    private String askedAfter(String json) {
        ObjectNode state = JdbcStateRepository.parse("{\"last_timestamp\":" + json + "}");
        return Objects.requireNonNull(strategy.begin(state, NOW).next().values().get("cursor"));
    }

    private String stateAfterPage(String... cursors) {
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        read(paging, cursors);
        return String.valueOf(paging.end());
    }

    private static void read(Paging paging, String... cursors) {
        Arrays.stream(cursors).forEach(cursor -> paging.see(java.util.Map.of("updatedAt", cursor)));
        paging.pageRead(null);
    }
}
