package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.KeysetStrategy;
import dev.tidemark.strategy.ListStrategy;
import dev.tidemark.strategy.NextUrlStrategy;
import dev.tidemark.strategy.OffsetStrategy;
import dev.tidemark.strategy.PageNumberStrategy;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API that answers with a list in pages, in one of the ways in which APIs do. */
final class ListApi implements Api {

    private static final Comparator<Item> BY_ID = Comparator.comparingInt(Item::id);
    private static final Comparator<Item> BY_CURSOR = Comparator.comparingLong(Item::rank);

    /** Takes a place in the list, but is not shown. */
    private static final Item HIDDEN = Item.unusable(-1, 0, null, false);

    /** How a list goes on. */
    enum Way {
        OFFSET,
        PAGE_NUMBER,
        /** A link, or a token, that holds a page number. */
        LINK_BY_PAGE,
        TOKEN_BY_PAGE,
        /** A link, or a token, that holds the cursor and the key of the last record. */
        LINK_BY_KEY,
        TOKEN_BY_KEY,
        /** A token that holds the cursor of the last record only: what shares it and comes later is passed over. */
        LOSSY_TOKEN,
        /** The client names the cursor and the key of the last record itself. */
        CONDITION;

        boolean isToken() {
            return this == TOKEN_BY_PAGE || this == TOKEN_BY_KEY || this == LOSSY_TOKEN;
        }
    }

    /** In which order the list is. */
    enum Order {
        ASCENDING,
        NEWEST_FIRST,
        BY_ID;

        Comparator<Item> comparator() {
            return switch (this) {
                case ASCENDING -> BY_CURSOR.thenComparing(ListApi.BY_ID);
                case NEWEST_FIRST -> BY_CURSOR.reversed().thenComparing(ListApi.BY_ID);
                case BY_ID -> ListApi.BY_ID;
            };
        }
    }

    /**
     * How the API behaves.
     *
     * @param filtered whether it takes a cursor
     * @param inclusive whether it also answers with what stands at the cursor
     * @param limit what the client asks for
     * @param cap what the server gives at most
     * @param shortPages whether some pages hold fewer records than they could
     * @param repeatsLast whether a page past the end is the last one again, rather than empty
     * @param answersUnusable whether records without a cursor pass the filter
     * @param twice whether some records stand twice in the list
     * @param shuffled whether the records of a page come in another order than that of the list
     * @param total what it says of the number of all records or pages
     * @param declared whether the source says that the list is in ascending order
     * @param elsewhere whether it tells of a link or token where the client does not look
     */
    record Habits(
            Way way,
            Order order,
            boolean filtered,
            boolean inclusive,
            int limit,
            int cap,
            boolean shortPages,
            boolean repeatsLast,
            boolean answersUnusable,
            boolean twice,
            boolean shuffled,
            Total total,
            boolean declared,
            boolean elsewhere) {

        int size() {
            return Math.min(limit, cap);
        }
    }

    /** What an answer says of the number of all records or pages. */
    enum Total {
        HONEST,
        MISSING,
        TOO_LOW,
        TOO_HIGH,
        CHANGING
    }

    private final Source source;
    private final Habits habits;
    private final Strategy strategy;
    private int answers;
    private boolean tieHides;

    ListApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        this.strategy = strategyFor(habits, source.clock());
    }

    private static Strategy strategyFor(Habits habits, Clock clock) {
        ListStrategy strategy =
                switch (habits.way()) {
                    case OFFSET -> {
                        OffsetStrategy offset = new OffsetStrategy();
                        offset.setPageSize(habits.limit());
                        yield offset;
                    }
                    case PAGE_NUMBER -> {
                        PageNumberStrategy page = new PageNumberStrategy();
                        page.setPageSize(habits.limit());
                        yield page;
                    }
                    case LINK_BY_PAGE, LINK_BY_KEY -> new NextUrlStrategy();
                    case TOKEN_BY_PAGE, TOKEN_BY_KEY, LOSSY_TOKEN -> new KeysetStrategy();
                    case CONDITION -> {
                        KeysetStrategy keyset = new KeysetStrategy();
                        keyset.setNextQuery("after={cursor}; after_id={key}");
                        yield keyset;
                    }
                };
        strategy.setOrder(habits.declared() ? "ascending" : "unknown");
        String place =
                switch (habits.way()) {
                    case OFFSET -> "; limit={limit}; offset={offset}";
                    case PAGE_NUMBER -> "; per_page={limit}; page={page}";
                    default -> "";
                };
        strategy.setQuery((habits.filtered() ? "since={cursor}" : "all=yes") + place);
        strategy.setBoundary(habits.inclusive() ? "inclusive" : "exclusive");
        strategy.setCursorType(clock.cursorType());
        strategy.setInitialCursor(clock.initial());
        return strategy;
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
        JsonNode cursor = state.get("last_updated_at");
        return cursor == null ? Long.MIN_VALUE : source.clock().place(cursor.asText());
    }

    @Override
    public Answer answer(PageRequest request) {
        answers++;
        Map<String, String> values = request.values();
        String going = request.link() == null ? values.get("token") : request.link();
        Cut cut = going == null ? asked(values, request.goesOn()) : Cut.of(going);
        List<Item> list = list(cut.since());
        Long after = cut.afterRank();
        if (after != null) {
            list.removeIf(item -> !isAfter(item, after, cut.afterId()));
        }
        int from = Math.min(list.size(), cut.offset());
        int to = Math.min(list.size(), from + habits.size());
        if (habits.way() == Way.PAGE_NUMBER && habits.repeatsLast() && from == to && !list.isEmpty()) {
            from = (list.size() - 1) / habits.size() * habits.size();
            to = list.size();
        }
        List<Item> page = new ArrayList<>(list.subList(from, to));
        page.removeIf(item -> item.id() == HIDDEN.id());
        if (habits.shortPages() && habits.way() == Way.OFFSET && page.size() > 2 && answers % 2 == 0) {
            page.remove(page.size() - 1);
        }
        tieHides |= habits.elsewhere() && hasTieOf(habits.size());
        String fact = habits.elsewhere() ? null : fact(cut, list, page, to);
        if (habits.shuffled() && page.size() > 1) {
            page.add(0, page.remove(page.size() - 1));
        }
        return new Answer(page, fact);
    }

    /**
     * Where a page begins.
     *
     * @param since the cursor that the list was asked from
     * @param offset how many records come before
     * @param afterRank of the record before, in a list that goes on by key
     */
    private record Cut(long since, int offset, @Nullable Long afterRank, int afterId) {

        @Override
        public String toString() {
            return since + "/" + offset + "/" + afterRank + "/" + afterId;
        }

        static Cut of(String text) {
            String[] parts = text.split("/", -1);
            return new Cut(
                    Long.parseLong(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts[2].equals("null") ? null : Long.valueOf(parts[2]),
                    Integer.parseInt(parts[3]));
        }
    }

    private Cut asked(Map<String, String> values, boolean goesOn) {
        Long afterRank = null;
        int afterId = 0;
        long since = Long.MIN_VALUE;
        String cursor = values.get("cursor");
        if (goesOn && habits.way() == Way.CONDITION) {
            afterRank = rank(String.valueOf(cursor));
            afterId = Integer.parseInt(String.valueOf(values.get("key")));
        } else if (cursor != null) {
            since = source.clock().place(cursor);
        }
        int offset = values.containsKey("offset")
                ? Integer.parseInt(values.get("offset"))
                : values.containsKey("page") ? (Integer.parseInt(values.get("page")) - 1) * habits.size() : 0;
        return new Cut(since, offset, afterRank, afterId);
    }

    private long rank(String cursor) {
        return cursor.equals(source.clock().future().toString())
                ? Long.MAX_VALUE - 1
                : source.clock().place(cursor);
    }

    private List<Item> list(long since) {
        List<Item> list = new ArrayList<>();
        for (Item item : source.items()) {
            if (isAnswered(item, since)) {
                list.add(item);
                if (habits.twice() && item.id() % 4 == 0) {
                    list.add(item);
                }
            }
        }
        list.sort(habits.order().comparator());
        if (habits.shortPages() && habits.way() != Way.OFFSET) {
            for (int i = 3; i <= list.size(); i += 4) {
                list.add(i, HIDDEN);
            }
        }
        return list;
    }

    private boolean isAfter(Item item, long rank, int id) {
        return switch (habits.order()) {
            case ASCENDING -> item.rank() > rank || (item.rank() == rank && item.id() > id);
            case NEWEST_FIRST -> item.rank() < rank || (item.rank() == rank && item.id() > id);
            case BY_ID -> item.id() > id;
        };
    }

    private boolean isAnswered(Item item, long since) {
        if (!habits.filtered() || item.future()) {
            return true;
        }
        if (!item.usable()) {
            return habits.answersUnusable();
        }
        return habits.inclusive() ? item.place() >= since : item.place() > since;
    }

    private @Nullable String fact(Cut cut, List<Item> list, List<Item> page, int to) {
        boolean more = to < list.size();
        Item last = page.isEmpty() ? null : page.get(page.size() - 1);
        return switch (habits.way()) {
            case OFFSET -> total(list.size());
            case PAGE_NUMBER -> total((list.size() + habits.size() - 1) / habits.size());
            case LINK_BY_PAGE, TOKEN_BY_PAGE -> more ? new Cut(cut.since(), to, null, 0).toString() : null;
            case LINK_BY_KEY, TOKEN_BY_KEY ->
                more && last != null ? new Cut(cut.since(), 0, last.rank(), last.id()).toString() : null;
            case LOSSY_TOKEN ->
                more && last != null ? new Cut(cut.since(), 0, last.rank(), Integer.MAX_VALUE).toString() : null;
            case CONDITION -> null;
        };
    }

    private @Nullable String total(int honest) {
        return switch (habits.total()) {
            case HONEST -> Integer.toString(honest);
            case MISSING -> null;
            case TOO_LOW -> Integer.toString(honest / 2);
            case TOO_HIGH -> Integer.toString(honest + 3);
            case CHANGING -> Integer.toString(answers % 5);
        };
    }

    @Override
    public void happen(Change change, int number) {
        change.happenTo(source, number);
    }

    @Override
    public boolean isResumed() {
        return habits.filtered();
    }

    @Override
    public boolean mayFail(String message, Answer last, int changes) {
        if (message.contains("times in a row")) {
            return changes >= 5;
        }
        if (message.contains("of a full page share the cursor")) {
            return changes > 0 || (habits.elsewhere() && last.items().size() >= habits.size());
        }
        if (message.contains("use the strategy offset")) {
            return habits.way().isToken() && (changes > 0 || hasTieOf(habits.size()));
        }
        if (message.contains("the same as the page before")) {
            boolean full = last.items().size() >= habits.limit();
            boolean tooHigh = habits.total() == Total.TOO_HIGH || habits.total() == Total.CHANGING;
            boolean oneTwice =
                    habits.twice() && last.items().stream().distinct().count() == 1;
            return (habits.repeatsLast() && (full || tooHigh))
                    || ((changes > 0 || oneTwice) && (full || habits.total() != Total.MISSING));
        }
        if (message.contains("which it gave before")) {
            return changes > 0 && last.items().isEmpty();
        }
        if (message.contains("cursor that can be read")) {
            return last.items().stream().noneMatch(item -> item.usable() || item.future());
        }
        return false;
    }

    /** A first answer of nothing but one tie may be all there is, or the beginning of it. */
    @Override
    public boolean tellsWhatItLeavesOut() {
        return !tieHides;
    }

    private boolean hasTieOf(int size) {
        Map<Long, Integer> counts = new HashMap<>();
        for (Item item : source.items()) {
            counts.merge(item.rank(), habits.twice() && item.id() % 4 == 0 ? 2 : 1, Integer::sum);
        }
        return counts.values().stream().anyMatch(count -> count >= size);
    }

    /**
     * A list in order is begun anew at each cursor at most, and read twice there when a tie fills a page; one out of order
     * is read twice; a change may cost one more reading. A reading asks for all pages, and once past the end.
     */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        int perPage = Math.max(1, habits.size() - (habits.way() == Way.OFFSET ? 2 : 0));
        int pages = (habits.twice() ? 2 : 1) * records / perPage + 3;
        return (2 * (cursors + changes) + changes + 5) * pages;
    }

    @Override
    public String toString() {
        return habits + " over " + source.clock();
    }
}
