package dev.tidemark.route.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("pageSize", "period", "url", "to", "toD");

    @Test
    void aSlipFindsTheNameThatWasMeant() {
        assertThat(Suggestion.closest("pageSise", KNOWN)).contains("pageSize");
        assertThat(Suggestion.closest("pagesize", KNOWN)).contains("pageSize");
        assertThat(Suggestion.closest("peroid", KNOWN)).contains("period");
        assertThat(Suggestion.closest("ulr", List.of("urls", "other"))).isEmpty();
        assertThat(Suggestion.closest("too", KNOWN)).contains("to");
    }

    @Test
    void aDifferentWordFindsNothing() {
        assertThat(Suggestion.closest("table", KNOWN)).isEmpty();
        assertThat(Suggestion.didYouMean("table", KNOWN)).isEmpty();
        assertThat(Suggestion.closest("", KNOWN)).isEmpty();
    }
}
