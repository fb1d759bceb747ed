package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.ReplayStrategy;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.TimestampStrategy;
import dev.tidemark.strategy.WindowedStrategy;
import dev.tidemark.strategy.WorkUnit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An API that responds with all that is newer than a cursor, or with the oldest so many. */
final class TimestampApi implements Api {

    private static final int BUFFER_HOURS = 3;
    private static final int LOOKS_CUT = 10;

    /** In which order a response comes. */
    enum Order {
        ASCENDING,
        DESCENDING,
        SHUFFLED
    }

    /**
     * How the API behaves.
     *
     * @param replay whether records appear late, within the buffer of the strategy replay
     * @param cap at how many records it cuts its responses; null when it does not
     * @param format the only form in which it takes a cursor; empty for its own
     * @param span the longest time that it may be asked for at once; null when it is asked for all
     */
    record Habits(
            boolean replay, Filter filter, @Nullable Integer cap, Order order, String format, @Nullable Span span) {

        /** In ascending order, by an honest filter that takes the cursors as they are given. */
        static Habits plain(boolean replay, Filter filter, int cap) {
            return new Habits(replay, filter, cap, Order.ASCENDING, "", null);
        }

        boolean isFull(Response response) {
            return cap != null && response.items().size() >= cap;
        }
    }

    /**
     * A limit on the time between the two ends of a request.
     *
     * @param inclusive whether records at the later end pass
     * @param dated whether responses have the time
     * @param late whether records appear late, after all others and within the skew of clocks
     * @param apart how far apart the first records are, and some syncs; zero for no more than others
     */
    record Span(Duration longest, boolean inclusive, boolean dated, boolean late, Duration apart) {

        /** Where its first window begins, days before the first record. */
        static final String INITIAL = "2024-01-12T00:00:00Z";
    }

    private final Source source;
    private final Habits habits;
    private final Strategy strategy;
    private final Random random = new Random(7);

    private final Map<WorkUnit, Asked> units = new HashMap<>();
    private Asked whole = new Asked(Long.MIN_VALUE);
    private Asked asked = whole;

    /** What a sync, or a unit of one, last requested, and its response. */
    private static final class Asked {
        private long since;
        private long greatest;
        private boolean newer;

        Asked(long greatest) {
            this.greatest = greatest;
        }
    }

    TimestampApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        WindowedStrategy cursor;
        if (habits.replay()) {
            ReplayStrategy replay = new ReplayStrategy();
            replay.setBufferHours(BUFFER_HOURS);
            replay.setPageSize(Objects.toString(habits.cap(), null));
            cursor = replay;
        } else {
            TimestampStrategy timestamp = new TimestampStrategy();
            timestamp.setPageSize(Objects.toString(habits.cap(), null));
            cursor = timestamp;
        }
        cursor.setBoundary(habits.filter().inclusive() ? "inclusive" : "exclusive");
        cursor.setCursorType(source.clock().cursorType());
        cursor.setCursorFormat(habits.format());
        cursor.setInitialCursor(source.clock().initial());
        // The source's clock runs ahead of the program's while a sync is under way.
        cursor.setMaxSkew(habits.span() == null ? "1000d" : "2h");
        if (habits.span() != null) {
            Instant initial = Instant.parse(Span.INITIAL);
            cursor.setInitialCursor(
                    source.clock() == Clock.TIMESTAMP ? Span.INITIAL : Long.toString(initial.getEpochSecond()));
            cursor.setWindow(habits.span().longest().toMinutes() + "m");
            cursor.setQuery("from={windowStart}; to={windowEnd}");
        }
        this.strategy = cursor;
    }

    @Override
    public Strategy strategy() {
        return strategy;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public long reached(ObjectNode state) {
        JsonNode end = state.get("window_end");
        return Math.max(
                cursorOf(state),
                // What lies at the end itself may be in the next window.
                end == null ? Long.MIN_VALUE : Instant.parse(end.asText()).toEpochMilli() - 1);
    }

    private long cursorOf(ObjectNode state) {
        JsonNode cursor = state.get("last_timestamp");
        return cursor == null ? Long.MIN_VALUE : source.clock().place(cursor.asText());
    }

    @Override
    public boolean isDated() {
        return habits.span() != null && habits.span().dated();
    }

    @Override
    public int apart() {
        return habits.span() == null
                ? 1
                : Math.max(1, (int) habits.span().apart().toSeconds() / source.secondsPerTick());
    }

    @Override
    public void syncBegins(@Nullable ObjectNode state) {
        long back = habits.replay() ? Duration.ofHours(BUFFER_HOURS).toMillis() : 0;
        long stored = state == null ? Long.MIN_VALUE : cursorOf(state);
        units.clear();
        whole = new Asked(stored == Long.MIN_VALUE ? stored : stored - back);
        asked = whole;
    }

    @Override
    public void turnsTo(WorkUnit unit, boolean isFirst) {
        asked = units.computeIfAbsent(unit, any -> isFirst ? whole : new Asked(Long.MIN_VALUE));
    }

    @Override
    public Response respond(PageRequest request) {
        asked.since = since(String.valueOf(request.values().get("cursor")));
        List<Item> page = new ArrayList<>(source.items().stream()
                .filter(item -> habits.filter().passes(item, asked.since) && isInSpan(item, request))
                .toList());
        page.sort(Comparator.comparingLong(Item::rank));
        if (habits.order() == Order.DESCENDING) {
            Collections.reverse(page);
        } else if (habits.order() == Order.SHUFFLED) {
            Collections.shuffle(page, random);
        }
        Integer cap = habits.cap();
        if (cap != null && page.size() > cap) {
            page = page.subList(0, cap);
        }
        long reached = usable(page).max().orElse(Long.MIN_VALUE);
        asked.newer = reached > asked.greatest;
        asked.greatest = Math.max(reached, asked.greatest);
        return new Response(page, null);
    }

    private boolean isInSpan(Item item, PageRequest request) {
        Span span = habits.span();
        if (span == null) {
            return true;
        }
        long end = since(String.valueOf(request.values().get("windowEnd")));
        if (end - asked.since > span.longest().toMillis()) {
            throw new AssertionError("asked for more than " + span + ": " + request);
        }
        return !item.usable() || item.place() < end || (span.inclusive() && item.place() == end);
    }

    /** What a request asks for, read in the only form that is taken. */
    private long since(String text) {
        return switch (habits.format()) {
            case "yyyy-MM-dd" ->
                LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            case "epoch-seconds" -> Math.multiplyExact(Long.parseLong(text), 1000);
            case "yyyy-MM-dd HH:mm:ssX" ->
                OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
            default -> source.clock().place(text);
        };
    }

    /** Records appear late within the buffer, less the time that a sync may take. */
    @Override
    public void happen(Change change, int number) {
        if (change != Change.LATE) {
            change.happenTo(source, number);
        } else if (habits.replay()) {
            source.putLate(source.lastId() + 1, 1 + number);
        } else if (habits.span() != null && habits.span().late()) {
            source.putAfterAll(source.lastId() + 1, number);
        }
    }

    @Override
    public String impossible(Response last) {
        boolean many = last.items().size() >= LOOKS_CUT || asked.greatest == Long.MIN_VALUE;
        if (many
                && !last.items().isEmpty()
                && last.items().stream().noneMatch(item -> item.usable() || item.future())) {
            return "no cursor of the page can be read";
        }
        if (usable(last.items()).anyMatch(place -> place < asked.since - tolerance())) {
            return "the API does not honour the cursor";
        }
        if (habits.isFull(last) && !isAscending(last)) {
            return "the page is cut and out of order";
        }
        return habits.isFull(last) && !asked.newer ? "the page is full and brings nothing newer" : "";
    }

    /** While the source changes, a response as long as one before may look cut though it is not. */
    @Override
    public boolean mayFail(String message, Response last, int changes) {
        boolean looksCut = habits.isFull(last) || (changes > 0 && last.items().size() >= LOOKS_CUT && !asked.newer);
        if (message.contains("use the strategy keyset")) {
            return looksCut && !asked.newer;
        }
        if (message.contains("not in ascending order")) {
            return looksCut && !isAscending(last);
        }
        if (message.contains("which it returned before")) {
            boolean gone = usable(last.items()).noneMatch(place -> place >= asked.since);
            boolean hidden = gone || (habits.isFull(last) && !asked.newer);
            return (changes > 0 || habits.filter().ahead() > 0) && hidden;
        }
        if (message.contains("none of the")) {
            return !last.items().isEmpty() && last.items().stream().noneMatch(Item::usable);
        }
        return !impossible(last).isEmpty() || (message.contains("does not honour the cursor") && isDoubtful(last));
    }

    /** Whether records lie below what was asked for, further than their own form allows, or all of them. */
    private boolean isDoubtful(Response last) {
        List<Long> places = usable(last.items()).boxed().toList();
        return !places.isEmpty()
                && (source.isWhole()
                        ? places.stream().allMatch(place -> place < asked.since)
                        : places.stream().anyMatch(place -> place < asked.since));
    }

    /** How far below what was asked for a record may lie: two units of the coarsest form of the cursors, a day at most. */
    private long tolerance() {
        Duration unit = habits.format().equals("yyyy-MM-dd")
                ? Duration.ofHours(12)
                : source.isWhole() || source.clock() != Clock.TIMESTAMP ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        return asked.since == Long.MIN_VALUE ? 0 : 2 * unit.toMillis();
    }

    /** A response that is never cut is always the whole. */
    @Override
    public boolean mustEnd() {
        return habits.cap() == null
                && habits.filter().honoured()
                && source.items().stream().allMatch(Item::usable);
    }

    /** A cut in any other order leaves out what is older, and so does one of an API that sends the same response to all. */
    @Override
    public boolean tellsWhatItLeavesOut() {
        return habits.cap() == null || (habits.filter().honoured() && habits.order() == Order.ASCENDING);
    }

    private static boolean isAscending(Response response) {
        List<Long> places = usable(response.items()).boxed().toList();
        return places.equals(places.stream().sorted().toList());
    }

    private static LongStream usable(List<Item> items) {
        return items.stream().filter(Item::usable).mapToLong(Item::place);
    }

    /**
     * Each but the last request brings a greater cursor, and a first response that is not cut the greatest. When its record has gone
     * meanwhile, it is looked for twice.
     */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        int windows = habits.span() == null
                ? 0
                : cursors
                        + changes
                        + (int) (Duration.ofDays(8).dividedBy(habits.span().longest()) * 2);
        return (habits.cap() == null ? 0 : cursors) + changes + 2 + (changes > 0 ? 2 : 0) + windows;
    }

    @Override
    public String toString() {
        return habits + " over " + source.clock() + " by " + source.secondsPerTick() + " s";
    }
}
