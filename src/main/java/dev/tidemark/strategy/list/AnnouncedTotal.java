package dev.tidemark.strategy.list;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The total number of records that the responses for a list report. */
final class AnnouncedTotal {

    private @Nullable Long total;
    private boolean differs;
    private @Nullable String unreadable;

    void listBegins() {
        total = null;
        differs = false;
    }

    /** @param text the value in a response; null when it has none */
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

    /** The total that all responses for the list reported; null when they reported none, or different ones. */
    @Nullable
    Long announced() {
        return differs ? null : total;
    }

    List<String> warnings() {
        return unreadable == null
                ? List.of()
                : List.of("the API reports `" + unreadable + "` records, which is not a number; check totalPath");
    }
}
