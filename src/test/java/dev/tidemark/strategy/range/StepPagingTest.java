package dev.tidemark.strategy.range;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.strategy.Paging;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single cases of what the contract of the strategies says of all. */
class StepPagingTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final StepSizeStrategy strategy = new StepSizeStrategy();

    @Test
    void emptyRangesThatEndedASyncAreReportedWithTheLastId() {
        strategy.setMaxEmptySteps(3);
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        paging.see(Map.of("id", 7));
        readToTheEnd(paging);
        assertThat(paging.endReason()).isEqualTo("ended at id 7, after 3 empty ranges of 1000 (maxEmptySteps)");
    }

    @Test
    void aSourceWithoutAnyIdIsReportedToo() {
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        readToTheEnd(paging);
        assertThat(paging.endReason()).isEqualTo("found no id, after 10 empty ranges of 1000 (maxEmptySteps)");
    }

    @Test
    void anEndThatWasSetIsNotSpokenOf() {
        strategy.setMaxId("10");
        Paging paging = strategy.begin(null, NOW);
        paging.next();
        readToTheEnd(paging);
        assertThat(paging.endReason()).isNull();
    }

    private static void readToTheEnd(Paging paging) {
        paging.pageRead(null);
        while (paging.hasNext()) {
            paging.next();
            paging.pageRead(null);
        }
    }
}
