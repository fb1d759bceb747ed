package dev.tidemark.strategy.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewestFirstPagingTest {

    private static final Instant BASE = Instant.parse("2024-01-15T10:00:00Z");

    /** The minute of each record, by its id. */
    private final TreeMap<Integer, Integer> records = new TreeMap<>();

    private final List<Integer> pinned = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<Runnable> beforeRequests = new ArrayList<>();
    private int size = 10;
    private int requests;
    private int now = 10_000;

    @Test
    void aSyncEndsBelowTheStoredCursor() {
        fill(100);
        ObjectNode state = sync(null);
        assertThat(written).containsAll(records.keySet());
        assertThat(requests).isEqualTo(20);

        records.put(101, 101);
        reset();
        assertThat(sync(state).path("last_updated_at").asText()).isEqualTo(time(101));
        assertThat(requests).isEqualTo(1);
        assertThat(written).contains(101, 100, 99).doesNotContain(90);
    }

    @Test
    void aTieAtTheStoredCursorIsReadToItsEnd() {
        fill(50);
        ObjectNode state = sync(null);
        for (int id = 51; id < 75; id++) {
            records.put(id, 50);
        }
        reset();
        sync(state);
        assertThat(written)
                .contains(50)
                .containsAll(IntStream.range(51, 75).boxed().toList());
    }

    @Test
    void aRecordThatADeletedOneMovesUpIsRead() {
        fill(100);
        ObjectNode state = sync(null);
        for (int id = 101; id <= 130; id++) {
            records.put(id, id);
        }
        reset();
        // Record 120 moves from the second page to the first.
        before(1, () -> records.remove(125));
        sync(state);
        assertThat(written).containsAll(IntStream.rangeClosed(101, 130).boxed().toList());
        assertThat(requests).isGreaterThan(8);
    }

    @Test
    void recordsThatComeMeanwhileDoNotDelayTheState() {
        fill(30);
        for (int i = 1; i < 40; i++) {
            int id = 100 + i;
            before(i, () -> records.put(id, id));
        }
        ObjectNode state = sync(null);
        assertThat(requests).isLessThan(12);
        assertThat(state.path("last_updated_at").asText()).isLessThan(time(records.lastKey()));
        reset();
        sync(state);
        assertThat(written).containsAll(IntStream.rangeClosed(101, 106).boxed().toList());
    }

    @Test
    void theStateIsTheNewestRecordOfTheFirstOfTwoEqualPasses() {
        fill(30);
        before(3, () -> records.put(31, 31));
        assertThat(sync(null).path("last_updated_at").asText()).isEqualTo(time(30));
        assertThat(written).contains(31);
    }

    @Test
    void aRecordThatThePreviousPassDidNotHaveIsConfirmedByAnother() {
        fill(30);
        before(3, () -> records.put(200, 15));
        sync(null);
        assertThat(written).contains(200);
        assertThat(requests).isGreaterThan(8);
    }

    /** Its link may be in another place than the one that is read. */
    @Test
    void noCursorIsStoredBeforeANextPageIsReported() {
        fill(8);
        assertThat(sync(null).has("last_updated_at")).isFalse();
        fill(30);
        reset();
        assertThat(sync(null).path("last_updated_at").asText()).isEqualTo(time(30));
    }

    /** 50 minutes later, new records are still below it. */
    @Test
    void aCursorInTheFutureIsNotStored() {
        now = 100;
        fill(30);
        records.put(200, 140);
        ObjectNode state = sync(null);
        assertThat(state.path("last_updated_at").asText()).isEqualTo(time(30));
        now = 150;
        for (int id = 31; id <= 60; id++) {
            records.put(id, id);
        }
        reset();
        assertThat(sync(state).path("last_updated_at").asText()).isEqualTo(time(140));
        assertThat(written).containsAll(IntStream.rangeClosed(31, 60).boxed().toList());
    }

    @Test
    void pinnedRecordsFailTheSync() {
        fill(30);
        pinned.add(3);
        assertThatThrownBy(() -> sync(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not in descending order of updatedAt")
                .hasMessageContaining("pinned");
    }

    @Test
    void aPageOfPinnedRecordsDoesNotEndTheList() {
        fill(30);
        ObjectNode state = sync(null);
        for (int id = 1; id <= 10; id++) {
            pinned.add(11 - id);
        }
        records.put(31, 31);
        reset();
        assertThatThrownBy(() -> sync(state)).isInstanceOf(IllegalStateException.class);
        assertThat(written).contains(31);
    }

    @Test
    void theNewestRecordMayBeGone() {
        fill(1000);
        ObjectNode state = sync(null);
        records.remove(1000);
        reset();
        assertThat(sync(state)).isEqualTo(state);
        // Far enough to be certain that only the newest is gone.
        assertThat(requests).isEqualTo(20);
    }

    private void fill(int number) {
        for (int id = 1; id <= number; id++) {
            records.put(id, id);
        }
    }

    private void reset() {
        written.clear();
        beforeRequests.clear();
        requests = 0;
    }

    /** What happens before a request, counted from 0. */
    private void before(int request, Runnable happening) {
        while (beforeRequests.size() <= request) {
            beforeRequests.add(() -> {});
        }
        beforeRequests.set(request, happening);
    }

    private static String time(int minute) {
        return BASE.plusSeconds(60L * minute).toString();
    }

    private ObjectNode sync(@Nullable ObjectNode state) {
        NextUrlStrategy strategy = new NextUrlStrategy();
        strategy.setQuery("sort=-updated");
        strategy.setOrder("descending");
        strategy.keyedBy(List.of("id"));
        Paging paging = strategy.begin(state, BASE.plusSeconds(60L * now));
        while (paging.hasNext()) {
            respond(paging);
        }
        return Objects.requireNonNull(paging.end());
    }

    private void respond(Paging paging) {
        PageRequest request = paging.next();
        if (requests < beforeRequests.size()) {
            beforeRequests.get(requests).run();
        }
        requests++;
        int from = request.link() == null ? 0 : Integer.parseInt(request.link());
        List<Integer> ids = new ArrayList<>(records.keySet());
        ids.sort(Comparator.comparing((Integer id) -> pinned.contains(id) ? 0 : 1)
                .thenComparing(Comparator.comparing((Integer id) -> records.getOrDefault(id, 0))
                        .reversed())
                .thenComparing(id -> id));
        List<Integer> page =
                from >= ids.size() ? Collections.emptyList() : ids.subList(from, Math.min(ids.size(), from + size));
        for (int id : page) {
            paging.see(Map.of("id", id, "updatedAt", time(records.getOrDefault(id, 0))));
            written.add(id);
        }
        paging.pageRead(from + size < ids.size() ? Integer.toString(from + size) : null);
    }
}
