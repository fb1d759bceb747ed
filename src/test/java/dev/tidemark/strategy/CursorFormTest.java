package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
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
    })
    void anExclusiveApiIsAskedFromOneTickBelowInTheFormThatItGave(String given, String asked) {
        assertThat(askedAfter('"' + given + '"')).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-15T10:30:00Z",
                "2024-01-15T10:30:00.000Z",
                "2024-01-15 10:30:00",
                "2024-01-15T10:30:00+0200",
                "2024-01-15T10:30:00.120+02:00",
                "2024-01-15",
                "/Date(1705314600000+0200)/",
            })
    void anInclusiveApiIsAskedFromTheVeryTextThatItGave(String given) {
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
    void theInitialCursorGoesOutAsItStands(String initial) {
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
    void aStateThatIsNoCursorIsRefusedWithTheRemedy(String type, String value) {
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
