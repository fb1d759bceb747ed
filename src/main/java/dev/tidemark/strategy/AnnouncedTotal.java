package dev.tidemark.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of records that the answers for a list announce. */
final class AnnouncedTotal {

    private @Nullable Long total;
    private boolean differs;
    private @Nullable String unreadable;

    void listBegins() {
        total = null;
        differs = false;
    }

    /** @param text as an answer has it; null when it has none */
    void see(@Nullable String text) {
        Long number = text == null ? null : number(text.strip());
        differs |= total != null && !total.equals(number);
        total = number;
    }

    private @Nullable Long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            unreadable = text;
            return null;
        }
        unreadable = text;
        return null;
    }

    /** What all answers for the list said; null when they said nothing, or not the same. */
    @Nullable
    Long announced() {
        return differs ? null : total;
    }

    List<String> warnings() {
        return unreadable == null
                ? List.of()
                : List.of("the API announces `" + unreadable
                        + "` records, which is not a number of records; check totalPath");
    }
}
