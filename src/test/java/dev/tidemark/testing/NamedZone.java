package dev.tidemark.testing;

import org.springframework.jdbc.core.JdbcTemplate;

/** A zone with the summer time of Berlin in 2024, for MariaDB, which comes without any. One at a time uses it. */
public final class NamedZone {

    public static final String NAME = "Test/Berlin";

    private static final int ID = 4711;

    private NamedZone() {}

    /** Has the server of a database in that zone until it is closed; for other products nothing happens. */
    public static AutoCloseable set(DatabaseKind kind, JdbcTemplate jdbc) {
        if (kind != DatabaseKind.MARIADB) {
            return () -> {};
        }
        create(jdbc);
        jdbc.execute("set global time_zone = '" + NAME + "'");
        return () -> jdbc.execute("set global time_zone = 'SYSTEM'");
    }

    public static void create(JdbcTemplate jdbc) {
        Integer known =
                jdbc.queryForObject("select count(*) from mysql.time_zone where time_zone_id = " + ID, Integer.class);
        if (known != null && known > 0) {
            return;
        }
        jdbc.execute("insert into mysql.time_zone (time_zone_id, use_leap_seconds) values (" + ID + ", 'N')");
        jdbc.execute("insert into mysql.time_zone_transition_type"
                + " (time_zone_id, transition_type_id, \"Offset\", is_dst, abbreviation) values (" + ID
                + ", 0, 3600, 0, 'CET'), (" + ID + ", 1, 7200, 1, 'CEST')");
        jdbc.execute(
                "insert into mysql.time_zone_transition (time_zone_id, transition_time, transition_type_id) values ("
                        + ID + ", 1698541200, 0), (" + ID + ", 1711846800, 1), (" + ID + ", 1729990800, 0)");
        jdbc.execute("insert into mysql.time_zone_name (name, time_zone_id) values ('" + NAME + "', " + ID + ")");
    }
}
