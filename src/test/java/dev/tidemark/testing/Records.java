package dev.tidemark.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** Records of a test's API. */
public final class Records {

    /** When the first of {@link #seconds} was changed. */
    public static final Instant START = Instant.parse("2024-01-15T10:00:00Z");

    /** To parse them again for each request would take longer than all that is tested. */
    private static final Map<String, Instant> INSTANTS = new ConcurrentHashMap<>();

    private Records() {}

    /** The ids from 1, one second apart in {@code updatedAt}. */
    public static List<Map<String, Object>> seconds(int count) {
        return new ArrayList<>(LongStream.rangeClosed(1, count)
                .mapToObj(id -> record(id, START.plusSeconds(id).toString()))
                .toList());
    }

    /** The ids from 1, all of one {@code updatedAt}. */
    public static List<Map<String, Object>> ties(int count) {
        return new ArrayList<>(LongStream.rangeClosed(1, count)
                .mapToObj(id -> record(id, START.toString()))
                .toList());
    }

    public static Map<String, Object> record(long id, Object updatedAt) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", id);
        record.put("updatedAt", updatedAt);
        record.put("name", "name " + id);
        return record;
    }

    /** Those changed after an instant, in ascending order. */
    public static List<Map<String, Object>> after(List<Map<String, Object>> records, String since) {
        Instant after = Instant.parse(since);
        return records.stream()
                .filter(each -> at(each).isAfter(after))
                .sorted(Comparator.comparing(Records::at))
                .toList();
    }

    /** So many from a place on. */
    public static List<Map<String, Object>> page(List<Map<String, Object>> records, int offset, int limit) {
        int from = Math.min(offset, records.size());
        return records.subList(from, Math.min(from + limit, records.size()));
    }

    /** A whole number in a record. */
    public static long number(Map<String, Object> record, String field) {
        return Long.parseLong(String.valueOf(record.get(field)));
    }

    /** When a record was changed. */
    public static Instant at(Map<String, Object> each) {
        return INSTANTS.computeIfAbsent(String.valueOf(each.get("updatedAt")), Instant::parse);
    }
}
