package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.state.JdbcStateRepository;
import dev.tidemark.strategy.list.OffsetStrategy;
import dev.tidemark.strategy.range.StepSizeStrategy;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state that begins at a cursor which a person gave. */
class StateAtTest {

    @ParameterizedTest
    @CsvSource({
        "timestamp, 2025-06-01T10:00:00Z, 2025-01-01, 2025-01-01T00:00:00Z",
        "timestamp, 2025-06-01 10:00:00.123, 2025-01-01T10:00:00Z, 2025-01-01 10:00:00.000",
        "timestamp, 2025-06-01T10:00:00Z, 2025-01-01T12:00:00+02:00, 2025-01-01T10:00:00Z",
        "timestamp, , 2025-01-01, 2025-01-01",
        "text, b, a, a",
    })
    void aCursorIsWrittenAsTheStoredOneIs(String type, String before, String given, String written) {
        TimestampStrategy strategy = strategy(type);
        ObjectNode stored = before == null ? null : parse("\"" + before + "\"");

        assertThat(strategy.stateAt(given, stored)).hasToString("{\"last_timestamp\":\"" + written + "\"}");
    }

    @Test
    void aNumberStaysANumberAndNumericTextText() {
        assertThat(strategy("number").stateAt("7", parse("9"))).hasToString("{\"last_timestamp\":7}");
        assertThat(strategy("epoch-seconds").stateAt("7", parse("\"9\""))).hasToString("{\"last_timestamp\":\"7\"}");
        assertThat(strategy("epoch-millis").stateAt("7", null)).hasToString("{\"last_timestamp\":7}");
    }

    @ParameterizedTest
    @CsvSource({"timestamp, yesterday", "number, 2025-01-01", "epoch-seconds, soon", "timestamp, ''"})
    void aCursorThatCannotBeReadIsRefused(String type, String given) {
        assertThatThrownBy(() -> strategy(type).stateAt(given, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`" + given + "` is not a " + type);
    }

    @Test
    void aListThatIsReadWholeEachTimeHasNoCursorToContinueFrom() {
        OffsetStrategy strategy = new OffsetStrategy();
        strategy.setQuery("limit={limit}; offset={offset}");

        assertThatThrownBy(() -> strategy.stateAt("2025-01-01T00:00:00Z", null))
                .hasMessageContaining("offset")
                .hasMessageContaining("{cursor}");
    }

    @Test
    void stepSizeTakesWholeNumbers() {
        StepSizeStrategy strategy = new StepSizeStrategy();
        ObjectNode state = strategy.stateAt("40", null);

        assertThat(state).hasToString("{\"current_id\":40}");
        assertThat(Objects.requireNonNull(strategy.reached(state)))
                .isLessThan(Objects.requireNonNull(strategy.reached(strategy.stateAt("100", null))));
        assertThatThrownBy(() -> strategy.stateAt("4.5", null)).hasMessageContaining("`4.5` is not a whole number");
    }

    private static TimestampStrategy strategy(String type) {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setCursorType(type);
        strategy.setBoundary("inclusive");
        strategy.setInitialCursor(type.equals("timestamp") ? "2024-01-01T00:00:00Z" : "0");
        return strategy;
    }

    private static ObjectNode parse(String cursor) {
        return JdbcStateRepository.parse("{\"last_timestamp\":" + cursor + "}");
    }
}
