package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.strategy.list.OffsetStrategy;
import dev.tidemark.strategy.list.PageNumberStrategy;
import dev.tidemark.strategy.range.KeyBasedStrategy;
import dev.tidemark.strategy.range.StepSizeStrategy;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers with which a strategy would pass over records or ask for ever, set by whomever. */
class RefusedParameterTest {

    static Stream<Arguments> parameters() {
        return Stream.of(
                refused("bufferHours is -1; it must be at least 0", () -> new ReplayStrategy().setBufferHours(-1)),
                refused("pageSize is 0; it must be at least 1", () -> new ReplayStrategy().setPageSize("0")),
                refused("pageSize is -5; it must be at least 1", () -> new TimestampStrategy().setPageSize("-5")),
                refused("pageSize is 1; it must be at least 2", () -> new OffsetStrategy().setPageSize(1)),
                refused("pageSize is 0; it must be at least 1", () -> new PageNumberStrategy().setPageSize(0)),
                refused("pageSize is -1; it must be at least 1", () -> new KeyBasedStrategy().setPageSize(-1)),
                refused("stepSize is 0; it must be at least 1", () -> new StepSizeStrategy()
                        .setStepSize(BigInteger.ZERO)),
                refused("maxEmptySteps is 0; it must be at least 1", () -> new StepSizeStrategy().setMaxEmptySteps(0)));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void isRefusedWithItsRule(String rule, ThrowingCallable set) {
        assertThatThrownBy(set).isInstanceOf(IllegalArgumentException.class).hasMessage(rule);
    }

    private static Arguments refused(String rule, ThrowingCallable set) {
        return Arguments.of(rule, set);
    }
}
