package dev.tidemark.strategy.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** The truth: parents that come, go and change, each with an API of its children. One clock is that of all. */
final class Parents {

    /** Few enough that no sync fails because so many are not there, or fail alike. */
    private static final int MOST = 8;

    private static final Duration REST = Duration.ofDays(2);

    private final Supplier<Api> kind;
    private final List<Parent> all = new ArrayList<>();
    private final Map<String, Api> apis = new HashMap<>();
    private int moves;
    private int renames;

    /**
     * A parent.
     *
     * @param code identifies it
     * @param isThere whether the API has it
     * @param isListed whether the list of parents has it
     */
    record Parent(String code, String name, Api api, boolean isThere, boolean isListed) {}

    private Parents(Supplier<Api> kind) {
        this.kind = kind;
    }

    /**
     * A few with children each.
     *
     * @param kind makes APIs that are alike, over empty sources
     */
    static Parents of(Supplier<Api> kind, Random random) {
        Parents parents = new Parents(kind);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            parents.add(random.nextInt(20), random, Integer.MAX_VALUE);
        }
        return parents;
    }

    /** The API of one of them; those of the others are alike. */
    Api any() {
        return all.get(0).api();
    }

    /**
     * Adds a parent.
     *
     * @param now until when its children may have come
     */
    private void add(int children, Random random, int now) {
        Api api = kind.get();
        Source source = api.source();
        source.shift(all.size());
        for (int i = 0; i < children; i++) {
            source.tick(Math.min(random.nextInt(3) * api.apart(), now - source.now()));
            api.happen(random.nextInt(4) == 0 ? Change.UPDATE : Change.INSERT, random.nextInt(History.LARGEST));
        }
        put(all.size(), new Parent("p" + all.size(), "name", api, true, true));
        int latest = now();
        all.stream().map(each -> each.api().source()).forEach(each -> each.tick(latest - each.now()));
    }

    private void put(int index, Parent parent) {
        apis.put(parent.code(), parent.api());
        if (index == all.size()) {
            all.add(parent);
        } else {
            all.set(index, parent);
        }
    }

    private int now() {
        return all.stream()
                .mapToInt(parent -> parent.api().source().now())
                .max()
                .orElseThrow();
    }

    private void tick(int ticks) {
        all.forEach(parent -> parent.api().source().tick(ticks));
    }

    /** What the program's clock says now. */
    Instant instant() {
        return any().source().instant();
    }

    /** So much time passes without a change that whoever was not there is requested again. */
    void rest() {
        tick(any().delay() + 1 + (int) REST.toSeconds() / any().source().secondsPerTick());
    }

    /** Those that the list of parents has. */
    List<Parent> listed() {
        return all.stream().filter(Parent::isListed).toList();
    }

    /** Those that the API has. */
    List<Parent> there() {
        return all.stream().filter(Parent::isThere).toList();
    }

    Optional<Parent> there(String code) {
        return there().stream().filter(parent -> parent.code().equals(code)).findFirst();
    }

    /** The API of the children of a parent that has, or had, a code. */
    Api api(String code) {
        return Objects.requireNonNull(apis.get(code));
    }

    void happen(PartitionEvent event) {
        int index = event.parent() % all.size();
        Parent parent = all.get(index);
        switch (event.kind()) {
            case CHILD -> childHappens(parent.api(), event);
            case PARENT_INSERTED -> {
                if (all.size() < MOST) {
                    add(event.number() % 10, new Random(event.number()), now());
                }
            }
            // The list of parents may learn of it later.
            case PARENT_DELETED ->
                put(index, new Parent(parent.code(), parent.name(), parent.api(), false, event.number() % 2 == 0));
            case PARENT_RESTORED -> put(index, new Parent(parent.code(), parent.name(), parent.api(), true, true));
            case PARENT_RENAMED -> {
                renames++;
                put(
                        index,
                        new Parent(parent.code(), "name" + renames, parent.api(), parent.isThere(), parent.isListed()));
            }
            case PARENT_MOVED -> {
                moves++;
                put(index, new Parent("moved" + moves, parent.name(), parent.api(), true, true));
            }
            default -> throw new IllegalArgumentException(event.kind() + " does not happen to parents");
        }
    }

    private void childHappens(Api api, PartitionEvent event) {
        if (event.change() == Change.TICK) {
            tick(1 + event.number() % 2);
        } else {
            api.happen(event.change(), event.number() % 29);
        }
    }
}
