package dev.tidemark.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A source that changes, a table, and a sync between them that may break off anywhere: what {@link Paging} is driven by in
 * the real program, without HTTP and without a database. Time is counted in ticks; nothing here compares cursors by the
 * code under test.
 */
final class PagingModel {

    private static final LocalDateTime BASE = LocalDateTime.of(2024, 1, 15, 10, 0);
    private static final int UNUSABLE = -1;
    private static final int FUTURE = 1_000_000;

    /** How the source's API behaves and how its route describes it. */
    record World(
            Kind kind,
            int secondsPerTick,
            boolean inclusive,
            @Nullable Integer cap,
            boolean ordered,
            boolean honoursCursor,
            boolean answersUnusable,
            String format,
            int chunkSize,
            long seed) {

        /** Whether all that is answered tells what is not; a cut page in the wrong order need not show that it is. */
        boolean canBeFollowed() {
            return cap == null || (honoursCursor && ordered);
        }
    }

    /** What a cursor is. */
    enum Kind {
        TIMESTAMP,
        EPOCH_SECONDS,
        NUMBER
    }

    /** What happens between two steps of a sync. */
    enum Event {
        STEP,
        INSERT,
        INSERT_MANY,
        UPDATE,
        TOUCH_ALL,
        DELETE,
        SPOIL,
        TICK,
        CRASH
    }

    /** A record of the source; {@code tick} is negative when its cursor is of no use. */
    private record Item(int key, int tick, int version, @Nullable Object cursor) {

        boolean isUsable() {
            return tick >= 0;
        }

        boolean isFuture() {
            return !isUsable() && version % 3 == 0;
        }
    }

    /** The program dies. */
    private static final class Crash extends RuntimeException {}

    private final World world;
    private final Random random;
    private final List<Event> script;
    private final TimestampStrategy strategy = new TimestampStrategy();

    private final Map<Integer, Item> source = new TreeMap<>();
    private final Map<Integer, Item> table = new HashMap<>();
    private final Set<Integer> ticks = new HashSet<>();
    private @Nullable ObjectNode state;
    private @Nullable Integer stateTick;
    private int next;
    private int version;
    private int now = 1;

    private @Nullable Integer begunFrom;
    private Map<Integer, Item> lastAnswered = Map.of();
    private boolean disturbed;
    private int requests;
    private int syncs;
    private int failures;

    PagingModel(World world, List<Event> script) {
        this.world = world;
        this.random = new Random(world.seed());
        this.script = script;
        strategy.setCursorType(
                switch (world.kind()) {
                    case TIMESTAMP -> "timestamp";
                    case EPOCH_SECONDS -> "epoch-seconds";
                    case NUMBER -> "number";
                });
        strategy.setInitialCursor(world.kind() == Kind.TIMESTAMP ? "0001-01-01T00:00:00Z" : "0");
        strategy.setBoundary(world.inclusive() ? "inclusive" : "exclusive");
        strategy.setCursorFormat(world.kind() == Kind.NUMBER ? "" : world.format());
        strategy.setPageSize(world.cap());
        strategy.setMaxSkew("1000d");
    }

    int failures() {
        return failures;
    }

    int syncs() {
        return syncs;
    }

    /** Plays the script to its end, then lets the source rest. */
    void play() {
        while (next < script.size()) {
            sync();
        }
        boolean first = sync();
        int before = requests;
        boolean second = sync();
        if (first && second && world.canBeFollowed()) {
            require(
                    requests - before <= (world.cap() == null ? 2 : ticks.size() + 1),
                    "a quiet source is asked too often");
            everythingIsThere();
        }
        if (world.honoursCursor() && world.cap() == null) {
            require((first && second) || someAreUnusable(), "a quiet source that answers in full must not fail");
        }
    }

    /** @return whether it came to its end */
    private boolean sync() {
        syncs++;
        disturbed = false;
        try {
            run(strategy.begin(state == null ? null : state.deepCopy(), instant(now)));
            return true;
        } catch (Crash e) {
            return false;
        } catch (IllegalStateException e) {
            failures++;
            return false;
        }
    }

    private void run(Paging paging) {
        Integer position = stateTick;
        begunFrom = stateTick;
        List<Integer> sizes = new ArrayList<>();
        int bound = 0;
        int asked = requests;
        while (paging.hasNext()) {
            point();
            Map<String, String> request = paging.next().values();
            requests++;
            require(requests - asked <= ticks.size() + 2, "asked more often than there are values");
            Instant since = since(Objects.requireNonNull(request.get("cursor")));
            List<Item> page = answer(since);
            lastAnswered = new HashMap<>(source);
            page.forEach(item -> paging.see(row(item)));

            @Nullable Integer greatest = greatest(page);
            boolean newer = greatest != null && (position == null || greatest > position);
            String impossible = impossible(page, since, newer);
            boolean suspicious = !newer && page.size() >= 10 && sizes.contains(page.size());
            try {
                paging.pageRead(null);
            } catch (IllegalStateException e) {
                require(!impossible.isEmpty() || (suspicious && disturbed), "failed without need: " + e.getMessage());
                throw e;
            }
            require(impossible.isEmpty(), "went on although " + impossible);
            sizes.add(page.size());
            position = newer ? greatest : position;
            point();
            write(paging, page);
            bound++;
        }
        require(bound > 0, "a sync asks at least once");
        begunFrom = null;
        commit(List.of(), paging.end());
    }

    private void write(Paging paging, List<Item> page) {
        for (int from = 0; from < page.size(); from += world.chunkSize()) {
            int to = Math.min(page.size(), from + world.chunkSize());
            List<Item> chunk = page.subList(from, to);
            ObjectNode after = paging.stateAfter(
                    chunk.stream().map(PagingModel::row).toList(), to < page.size() ? row(page.get(to)) : null);
            point();
            commit(chunk, after);
            point();
        }
    }

    private void commit(List<Item> chunk, @Nullable ObjectNode after) {
        for (Item item : chunk) {
            table.merge(item.key(), item, (old, fresh) -> isOlder(fresh, old) ? old : fresh);
        }
        if (after != null) {
            Integer tick = tickOf(after);
            require(stateTick == null || tick >= stateTick, "the state went back");
            state = after;
            stateTick = tick;
            if (world.canBeFollowed()) {
                nothingBelowTheStateIsMissing(tick);
            }
        }
    }

    private void nothingBelowTheStateIsMissing(int reached) {
        for (Item item : source.values()) {
            if (!item.isUsable() || item.tick() > reached) {
                continue;
            }
            Item before = lastAnswered.get(item.key());
            boolean changed = before == null || before.version() != item.version();
            boolean stillToBeRead = begunFrom != null && reached == begunFrom;
            if (item.tick() < reached || (!changed && !stillToBeRead)) {
                Item row = table.get(item.key());
                require(
                        row != null && row.version() == item.version(),
                        "the state says " + reached + ", and the table has " + row + " for " + item);
            }
        }
    }

    private void everythingIsThere() {
        for (Item item : source.values()) {
            if (item.isUsable()) {
                Item row = table.get(item.key());
                require(row != null && row.version() == item.version(), "the table has " + row + " for " + item);
            }
        }
    }

    /** Why no client could go on from this page without losing rows; empty when one can. */
    private String impossible(List<Item> page, Instant since, boolean newer) {
        if (!page.isEmpty() && page.stream().noneMatch(this::isReadable)) {
            return "no cursor of the page can be read";
        }
        if (page.stream()
                .anyMatch(item -> item.isUsable() && instant(item.tick()).isBefore(since))) {
            return "the API does not honour the cursor";
        }
        boolean full = world.cap() != null && page.size() >= world.cap();
        List<Integer> order =
                page.stream().filter(Item::isUsable).map(Item::tick).toList();
        if (full && !order.equals(order.stream().sorted().toList())) {
            return "the page is cut and out of order";
        }
        return full && !newer ? "the page is full and brings nothing newer" : "";
    }

    private boolean isReadable(Item item) {
        return item.isUsable() || (item.isFuture() && world.kind() != Kind.NUMBER);
    }

    private boolean someAreUnusable() {
        return !source.values().stream().allMatch(Item::isUsable);
    }

    private List<Item> answer(Instant since) {
        List<Item> page = new ArrayList<>();
        for (Item item : source.values()) {
            if (isAnswered(item, since) || !world.honoursCursor()) {
                page.add(item);
            }
        }
        page.sort((a, b) -> Integer.compare(order(a), order(b)));
        if (!world.ordered() && world.cap() == null) {
            Collections.shuffle(page, random);
        } else if (!world.ordered()) {
            Collections.reverse(page);
        }
        return world.cap() == null || page.size() <= world.cap() ? page : page.subList(0, world.cap());
    }

    private boolean isAnswered(Item item, Instant since) {
        if (!item.isUsable()) {
            return item.isFuture() || world.answersUnusable();
        }
        Instant at = instant(item.tick());
        return at.isAfter(since) || (world.inclusive() && at.equals(since));
    }

    private static int order(Item item) {
        return item.isFuture() ? FUTURE : item.tick();
    }

    /** Lets the source live until the script says that the sync goes on. */
    private void point() {
        while (next < script.size()) {
            Event event = script.get(next++);
            if (event == Event.STEP) {
                return;
            }
            if (event == Event.CRASH) {
                throw new Crash();
            }
            disturbed = true;
            happen(event);
        }
    }

    private void happen(Event event) {
        List<Integer> keys = new ArrayList<>(source.keySet());
        Integer key = keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
        switch (event) {
            case INSERT -> put(keys.isEmpty() ? 1 : keys.get(keys.size() - 1) + 1 + random.nextInt(3));
            case INSERT_MANY -> {
                int first = keys.isEmpty() ? 1 : keys.get(keys.size() - 1) + 1;
                for (int i = 0; i < 7; i++) {
                    now += random.nextInt(2);
                    put(first + i);
                }
            }
            case TICK -> now += 1 + random.nextInt(3);
            case TOUCH_ALL -> keys.forEach(this::put);
            case UPDATE -> {
                if (key != null) {
                    put(key);
                }
            }
            case DELETE -> {
                if (key != null) {
                    source.remove(key);
                }
            }
            case SPOIL -> {
                if (key != null) {
                    version++;
                    source.put(key, new Item(key, UNUSABLE, version, unusable(version)));
                }
            }
            default -> throw new AssertionError(event);
        }
    }

    private void put(int key) {
        version++;
        ticks.add(now);
        source.put(key, new Item(key, now, version, written(now)));
    }

    private @Nullable Object unusable(int number) {
        if (number % 3 == 0) {
            return world.kind() == Kind.TIMESTAMP
                    ? "2999-01-01T00:00:00Z"
                    : world.kind() == Kind.NUMBER ? "much" : (Object) 32_472_144_000L;
        }
        return number % 3 == 1 ? null : "soon";
    }

    private Object written(int tick) {
        LocalDateTime time = BASE.plusSeconds((long) tick * world.secondsPerTick());
        long epoch = time.toEpochSecond(ZoneOffset.UTC);
        int form = random.nextInt(5);
        return switch (world.kind()) {
            case NUMBER -> form == 0 ? (Object) Integer.toString(tick) : form == 1 ? new BigDecimal(tick + ".0") : tick;
            case EPOCH_SECONDS -> form == 0 ? (Object) Long.toString(epoch) : epoch;
            case TIMESTAMP ->
                switch (form) {
                    case 0 -> time.plusHours(2).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")) + "+02:00";
                    case 1 -> time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS")) + "Z";
                    case 2 ->
                        time.equals(time.withSecond(0))
                                ? time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm")) + "Z"
                                : time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")) + "Z";
                    default -> time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")) + "Z";
                };
        };
    }

    private Instant instant(int tick) {
        return world.kind() == Kind.NUMBER
                ? Instant.ofEpochSecond(tick)
                : BASE.plusSeconds((long) tick * world.secondsPerTick()).toInstant(ZoneOffset.UTC);
    }

    private Instant since(String text) {
        if (text.equals("0")) {
            return Instant.EPOCH;
        }
        if (world.kind() == Kind.NUMBER) {
            BigDecimal number = new BigDecimal(text);
            return Instant.ofEpochMilli(number.movePointRight(3).longValueExact());
        }
        if (text.matches("-?\\d+")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }

    private int tickOf(ObjectNode stored) {
        String text = stored.get(TimestampStrategy.STATE).asText();
        if (world.kind() == Kind.NUMBER) {
            return new BigDecimal(text).intValueExact();
        }
        Instant instant = world.kind() == Kind.EPOCH_SECONDS
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        return Math.toIntExact(
                (instant.getEpochSecond() - BASE.toEpochSecond(ZoneOffset.UTC)) / world.secondsPerTick());
    }

    private static @Nullable Integer greatest(List<Item> page) {
        return page.stream()
                .filter(Item::isUsable)
                .map(Item::tick)
                .max(Integer::compare)
                .orElse(null);
    }

    private static boolean isOlder(Item item, Item other) {
        return item.isUsable() && item.tick() < other.tick();
    }

    private static Map<String, @Nullable Object> row(Item item) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", item.key());
        row.put("updatedAt", item.cursor());
        row.put("version", item.version());
        return row;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
