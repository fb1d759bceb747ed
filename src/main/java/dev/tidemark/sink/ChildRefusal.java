package dev.tidemark.sink;

import java.sql.SQLException;

/** A statement that the database refused for a child table. */
final class ChildRefusal extends SQLException {

    private static final long serialVersionUID = 1;

    private final String table;

    private ChildRefusal(String table, SQLException refusal) {
        super(refusal.getMessage(), refusal.getSQLState(), refusal.getErrorCode(), refusal);
        this.table = table;
    }

    static ChildRefusal of(String table, SQLException refusal) {
        return refusal instanceof ChildRefusal known ? known : new ChildRefusal(table, refusal);
    }

    String table() {
        return table;
    }
}
