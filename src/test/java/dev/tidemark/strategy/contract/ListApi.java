package dev.tidemark.strategy.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Strategy;
import dev.tidemark.strategy.contract.Listing.Order;
import dev.tidemark.strategy.contract.Listing.Twice;
import dev.tidemark.strategy.list.KeysetStrategy;
import dev.tidemark.strategy.list.ListStrategy;
import dev.tidemark.strategy.list.NextUrlStrategy;
import dev.tidemark.strategy.list.OffsetStrategy;
import dev.tidemark.strategy.list.PageNumberStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API that responds with a list in pages, in one of the ways in which APIs do. */
final class ListApi implements Api {

    /** Takes a place in the list, but is not shown. */
    private static final Item HIDDEN = Item.unusable(-1, 0, null, false);

    /** How a list continues. */
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

        /** Whether the place where a page begins is a number of records, so that the order of ties matters to it. */
        boolean isByPlace() {
            return this == OFFSET || this == PAGE_NUMBER || this == LINK_BY_PAGE || this == TOKEN_BY_PAGE;
        }
    }

    /**
     * How the API behaves.
     *
     * @param limit what the client asks for
     * @param cap what the server gives at most
     * @param shortPages whether some pages hold fewer records than they could
     * @param repeatsLast whether a page past the end is the last one again, rather than empty
     * @param shuffled whether the records of a page come in another order than that of the list
     * @param declared whether the source says that the list is in ascending order
     * @param elsewhere whether a link or token is in a place that the client does not read
     */
    record Habits(
            Way way,
            Filter filter,
            Listing listing,
            int limit,
            int cap,
            boolean shortPages,
            boolean repeatsLast,
            boolean shuffled,
            Total total,
            boolean declared,
            boolean elsewhere) {

        /** An honest one without a total, that says so when it is in ascending order. */
        static Habits plain(Way way, Filter filter, Listing listing, int limit) {
            boolean declared = listing.order() == Order.ASCENDING;
            return new Habits(way, filter, listing, limit, limit, false, false, false, Total.MISSING, declared, false);
        }

        int size() {
            return Math.min(limit, cap);
        }

        /** Whether the source says that the list begins with the newest. */
        boolean isNewestFirst() {
            return declared && listing.order() != Order.ASCENDING;
        }
    }

    private final Source source;
    private final Habits habits;
    private final ListFailures failures;
    private final Strategy strategy;
    private int responses;
    private boolean tieHides;

    ListApi(Source source, Habits habits) {
        this.source = source;
        this.habits = habits;
        this.failures = new ListFailures(source, habits);
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
        boolean ascending = habits.listing().order() == Order.ASCENDING;
        strategy.setOrder(!habits.declared() ? "unknown" : ascending ? "ascending" : "descending");
        if (habits.isNewestFirst()) {
            strategy.keyedBy(List.of("id"));
        }
        String place =
                switch (habits.way()) {
                    case OFFSET -> "; limit={limit}; offset={offset}";
                    case PAGE_NUMBER -> "; per_page={limit}; page={page}";
                    default -> "";
                };
        strategy.setQuery((habits.filter().honoured() ? "since={cursor}" : "all=yes") + place);
        strategy.setBoundary(habits.filter().inclusive() ? "inclusive" : "exclusive");
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
    public Response respond(PageRequest request) {
        responses++;
        Map<String, String> values = request.values();
        int size = Math.min(Integer.parseInt(values.getOrDefault("limit", "" + habits.limit())), habits.cap());
        String going = request.link() == null ? values.get("token") : request.link();
        Cut cut = going == null ? asked(values, request.isContinuation(), size) : Cut.of(going);
        failures.asked(cut.since(), size);
        List<Item> list = list(cut, size);
        int from = Math.min(list.size(), cut.offset());
        int to = Math.min(list.size(), from + size);
        if (habits.way() == Way.PAGE_NUMBER && habits.repeatsLast() && from == to && !list.isEmpty()) {
            from = (list.size() - 1) / size * size;
            to = list.size();
        }
        List<Item> page = new ArrayList<>(list.subList(from, to));
        page.removeIf(item -> item.id() == HIDDEN.id());
        if (habits.shortPages() && habits.way() == Way.OFFSET && page.size() > 2 && responses % 2 == 0) {
            page.remove(page.size() - 1);
        }
        tieHides |= (habits.elsewhere() && failures.hasTieOf(habits.size()))
                || failures.isCutTotalOf(page.size(), list.size());
        String pageInfo = habits.elsewhere() ? null : pageInfo(cut, list.size(), page, to, size);
        if (habits.shuffled() && page.size() > 1) {
            page.add(0, page.remove(page.size() - 1));
        }
        return new Response(page, pageInfo);
    }

    private Cut asked(Map<String, String> values, boolean isContinuation, int size) {
        String cursor = values.get("cursor");
        if (isContinuation && habits.way() == Way.CONDITION) {
            return new Cut(
                    Long.MIN_VALUE,
                    0,
                    rank(String.valueOf(cursor)),
                    Integer.parseInt(String.valueOf(values.get("key"))));
        }
        int offset = values.containsKey("offset")
                ? Integer.parseInt(values.get("offset"))
                : values.containsKey("page") ? (Integer.parseInt(values.get("page")) - 1) * size : 0;
        return new Cut(cursor == null ? Long.MIN_VALUE : source.clock().place(cursor), offset, null, 0);
    }

    private long rank(String cursor) {
        return cursor.equals(source.clock().future().toString())
                ? Long.MAX_VALUE - 1
                : source.clock().place(cursor);
    }

    private List<Item> list(Cut cut, int size) {
        Listing listing = habits.listing();
        Long after = cut.afterRank();
        List<Item> passing = source.items().stream()
                .filter(item -> habits.filter().passes(item, cut.since()))
                .filter(item -> after == null || listing.isAfter(item, after, cut.afterId()))
                .toList();
        List<Item> list = listing.of(passing, listing.ties().order(cut.offset(), size, responses));
        if (habits.shortPages() && habits.way() != Way.OFFSET) {
            for (int i = 3; i <= list.size(); i += 4) {
                list.add(i, HIDDEN);
            }
        }
        return list;
    }

    private @Nullable String pageInfo(Cut cut, int all, List<Item> page, int to, int size) {
        boolean more = to < all;
        Item last = page.isEmpty() ? null : page.get(page.size() - 1);
        return switch (habits.way()) {
            case OFFSET -> habits.total().of(all, responses);
            case PAGE_NUMBER -> habits.total().of((all + size - 1) / size, responses);
            case LINK_BY_PAGE, TOKEN_BY_PAGE -> more ? cut.at(to).toString() : null;
            case LINK_BY_KEY, TOKEN_BY_KEY ->
                more && last != null ? cut.after(last.rank(), last.id()).toString() : null;
            case LOSSY_TOKEN ->
                more && last != null ? cut.after(last.rank(), Integer.MAX_VALUE).toString() : null;
            case CONDITION -> null;
        };
    }

    @Override
    public void happen(Change change, int number) {
        change.happenTo(source, number);
    }

    @Override
    public boolean isResumed() {
        return habits.filter().honoured() || habits.isNewestFirst();
    }

    @Override
    public boolean mayFail(String message, Response last, int changes) {
        return failures.mayFail(message, last, changes);
    }

    @Override
    public boolean mustEnd() {
        return failures.mustEnd();
    }

    /**
     * A first response of nothing but one tie may be all there is, or the beginning of it; and a change may then hide that a
     * total was cut off.
     */
    @Override
    public boolean tellsWhatItLeavesOut() {
        return !tieHides;
    }

    /**
     * A list in order is requested again at each cursor at most, and read twice there when a tie fills a page; one out of order
     * is read twice; a change may cost one more reading. A reading asks for all pages, and once past the end. A total that
     * is too high costs one more with smaller pages, and a list whose pages overlap up to twelve sizes, each read twice.
     */
    @Override
    public int mostRequests(int records, int cursors, int changes) {
        int perPage = Math.max(1, habits.size() - (habits.way() == Way.OFFSET ? 2 : 0));
        int rows = (habits.listing().twice() == Twice.NO ? 1 : 2) * records;
        int readings = 2 * (cursors + changes) + changes + 5;
        if (failures.mayOverlap()) {
            return 30 * readings * (rows + 3);
        }
        int more = habits.total().isTooHigh() ? 2 * rows + 3 : 0;
        return readings * (rows / perPage + 3) + more;
    }

    @Override
    public String toString() {
        return habits + " over " + source.clock();
    }
}
