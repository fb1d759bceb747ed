package dev.tidemark.cli.output;

import dev.tidemark.sync.Progress;
import dev.tidemark.text.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Describes the progress of syncs. */
final class ProgressText {

    private static final int LONGEST_NAME = 24;

    /** Before this time, the rate of a sync is not reliable. */
    private static final Duration FIRST_GUESS = Duration.ofSeconds(2);

    private ProgressText() {}

    /** One line per sync, in columns, with a maximum width. */
    static List<String> lines(List<Progress> syncs, int width) {
        int name = Math.min(
                LONGEST_NAME,
                syncs.stream().mapToInt(sync -> sync.source().length()).max().orElse(0));
        return syncs.stream().map(sync -> SafeText.cut(line(sync, name), width)).toList();
    }

    /** One line for a log. */
    static String sentence(Progress sync) {
        String left = left(sync);
        return String.format(Locale.ROOT, "%s: %,d records, %,d/s", sync.source(), sync.records(), rate(sync))
                + (Double.isNaN(sync.share()) ? "" : ", " + percent(sync))
                + (left.isEmpty() ? "" : ", " + left);
    }

    private static String line(Progress sync, int name) {
        return String.format(
                Locale.ROOT,
                "%-" + Math.max(1, name) + "s %4s %-12s %,11d records %,8d/s",
                SafeText.cut(sync.source(), LONGEST_NAME),
                percent(sync),
                left(sync),
                sync.records(),
                rate(sync));
    }

    private static String percent(Progress sync) {
        return Double.isNaN(sync.share()) ? "" : (int) (sync.share() * 100) + "%";
    }

    private static long rate(Progress sync) {
        return sync.records() * 1000 / Math.max(1, sync.elapsed().toMillis());
    }

    /** The remaining time at the current rate; empty when it cannot be estimated. */
    private static String left(Progress sync) {
        double share = sync.share();
        Duration elapsed = sync.elapsed();
        if (Double.isNaN(share) || share < 0.01 || elapsed.compareTo(FIRST_GUESS) < 0) {
            return "";
        }
        Duration left = Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share));
        if (left.toHours() > 0) {
            return left.toHours() + "h " + left.toMinutesPart() + "m left";
        }
        return (left.toMinutes() > 0 ? left.toMinutes() + "m " : "") + left.toSecondsPart() + "s left";
    }
}
