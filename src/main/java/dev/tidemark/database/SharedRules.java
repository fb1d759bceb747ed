package dev.tidemark.database;

/** Rules that several products share. */
final class SharedRules {

    static final TypeRule BOOLEAN = TypeRule.of("BOOLEAN", Cells.BOOLEAN);
    static final TypeRule SHORT = TypeRule.of("SHORT", Cells.INT);
    static final TypeRule INT = TypeRule.of("INT", Cells.INT);
    static final TypeRule LONG = TypeRule.of("LONG", Cells.LONG);
    static final TypeRule FLOAT = TypeRule.of("FLOAT", Cells.FLOAT);
    static final TypeRule DOUBLE = TypeRule.of("DOUBLE", Cells.DOUBLE);
    static final TypeRule DECIMAL = TypeRule.sized("DECIMAL", Cells.DECIMAL);

    /** Unsigned whole numbers of 64 bits. */
    static final TypeRule UNSIGNED = new TypeRule(new DestinationType("DECIMAL", 20, 0), false, Cells.WHOLE);

    /** Whole numbers with more digits than a DECIMAL may have. */
    static final TypeRule WHOLE = new TypeRule(null, false, Cells.WHOLE);

    static final TypeRule TEXT = TypeRule.of("STRING", Cells.TEXT);
    static final TypeRule SIZED_TEXT = TypeRule.sized("STRING", Cells.TEXT);
    static final TypeRule UUID = TypeRule.of("UUID", Cells.TEXT);
    static final TypeRule BYTES = TypeRule.of("BINARY", Cells.BYTES);
    static final TypeRule JSON = TypeRule.of("JSON", Cells.JSON);
    static final TypeRule DATE = TypeRule.of("NAIVE_DATE", Cells.DATE);
    static final TypeRule TIME = TypeRule.of("NAIVE_TIME", Cells.TIME);
    static final TypeRule TIME_WITH_ZONE = TypeRule.of("STRING", Cells.TIME_WITH_ZONE);
    static final TypeRule DATE_TIME = TypeRule.of("NAIVE_DATETIME", Cells.DATE_TIME);
    static final TypeRule INSTANT = TypeRule.of("UTC_DATETIME", Cells.INSTANT);

    private SharedRules() {}
}
