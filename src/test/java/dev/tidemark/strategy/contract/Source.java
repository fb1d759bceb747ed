package dev.tidemark.strategy.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The truth: records that are inserted, changed and deleted. A cursor is the time of the change, which many may share. */
final class Source {

    /** The form of a cursor that every clock writes in whole units. */
    private static final int WHOLE = 3;

    private final Clock clock;
    private final int secondsPerTick;
    private final boolean whole;
    private final TreeMap<Integer, Item> items = new TreeMap<>();
    private final Set<Long> places = new HashSet<>();
    private int shift;
    private int now = 1;
    private int version;
    private int changes;
    private int lastId;
    private int lastTick;

    Source(Clock clock, int secondsPerTick) {
        this(clock, secondsPerTick, false);
    }

    private Source(Clock clock, int secondsPerTick, boolean whole) {
        this.clock = clock;
        this.secondsPerTick = secondsPerTick;
        this.whole = whole;
    }

    /** One that ticks in seconds and writes all its cursors in whole ones, or, of numbers, in ones. */
    static Source inUnits(Clock clock) {
        return new Source(clock, 1, true);
    }

    Clock clock() {
        return clock;
    }

    Collection<Item> items() {
        return items.values();
    }

    @Nullable
    Item item(int id) {
        return items.get(id);
    }

    /** The greatest id that was ever given; 0 when there is none. */
    int lastId() {
        return lastId;
    }

    int now() {
        return now;
    }

    /** Moves all its times, so that another source does not have them. */
    void shift(int seconds) {
        shift = seconds;
    }

    /** What the program's clock says now. */
    Instant instant() {
        return Clock.instant(second(now));
    }

    private int second(int tick) {
        return tick * secondsPerTick + shift;
    }

    /** The place in the order of cursors of what is changed at a tick. */
    long place(int tick) {
        return clock.place(second(tick));
    }

    /** Whether all its cursors are written in whole seconds or ones. */
    boolean isWhole() {
        return whole;
    }

    int secondsPerTick() {
        return secondsPerTick;
    }

    /** Whether a record has ever had the cursor at a place. */
    boolean hasHad(long place) {
        return places.contains(place);
    }

    /** How often something has changed. */
    int changes() {
        return changes;
    }

    void tick(int ticks) {
        now += ticks;
    }

    /** Inserts or changes a record, now. */
    void put(int id) {
        put(id, now, false);
    }

    /** Inserts a record that should have been there before, though after all that ever was. */
    void putAfterAll(int id, int ticksAgo) {
        put(id, Math.max(Math.min(lastTick + 1, now), now - ticksAgo), false);
    }

    /** Inserts a record that should have been there before. */
    void putLate(int id, int ticksAgo) {
        put(id, Math.max(1, now - ticksAgo), true);
    }

    void put(int id, int tick, boolean late) {
        changes++;
        version++;
        lastId = Math.max(lastId, id);
        lastTick = Math.max(lastTick, tick);
        places.add(place(tick));
        items.put(id, Item.of(id, place(tick), version, clock.write(second(tick), whole ? WHOLE : version), late));
    }

    /** Gives a record a cursor that does not count: none, one that cannot be read, or one in the future. */
    void spoil(int id, int how) {
        changes++;
        version++;
        boolean future = how % 3 == 0 && clock.hasFuture();
        Object cursor = how % 3 == 1 ? null : how % 3 == 2 ? "soon" : clock.future();
        items.put(id, Item.unusable(id, version, cursor, future));
    }

    void delete(int id) {
        changes++;
        items.remove(id);
    }

    /** One of the ids, chosen by a number; null when there are none. */
    @Nullable
    Integer some(int number) {
        List<Integer> ids = new ArrayList<>(items.keySet());
        return ids.isEmpty() ? null : ids.get(number % ids.size());
    }
}
