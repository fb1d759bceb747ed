package dev.tidemark.sink;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which values may be adjusted to fit their columns. Logs each adjustment once per column and start. Thread-safe. */
final class Adjustments {

    private static final Logger LOG = LoggerFactory.getLogger(Adjustments.class);

    private static final int MICROSECONDS = 6;

    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private final boolean cuts;
    private volatile boolean versionCut;
    private volatile @Nullable SchemaEvolution evolution;

    /** @throws IllegalArgumentException when the sink's {@code excessPrecision} is neither cut nor reject */
    Adjustments(String excessPrecision) {
        this.cuts = excessPrecision.equals("cut");
        if (!cuts && !excessPrecision.equals("reject")) {
            throw new IllegalArgumentException("excessPrecision `" + excessPrecision + "` is neither cut nor reject");
        }
    }

    /**
     * Whether fractional digits of a second that a column does not keep may be cut off. Not in a key, where two rows would
     * become one. Not in a version with milliseconds only, since versions less than a millisecond apart are common.
     */
    boolean cuts(TableSpec table, Column column) {
        boolean isSignificant = table.key().contains(column.name())
                || (column.name().equals(table.version()) && column.scale() < MICROSECONDS);
        return cuts && !isSignificant;
    }

    /** Reports that fractional digits of a second were cut off. */
    void cut(TableSpec table, Column column) {
        if (column.name().equals(table.version())) {
            versionCut = true;
        }
        if (logged.add(column.name() + " cut")) {
            LOG.warn(
                    "table {}: values of `{}` have more than {} fractional digits of a second; the rest is cut off",
                    table.name(),
                    column.name(),
                    column.scale());
        }
    }

    /** Reports that a number was read as a time. */
    void read(TableSpec table, Column column, EpochUnit unit) {
        if (logged.add(column.name() + " " + unit)) {
            LOG.info("table {}: numbers in `{}` are read as {} since 1970", table.name(), column.name(), unit);
        }
    }

    /** Sets what may change in inferred columns. Until it is called, the columns count as declared. */
    void evolution(SchemaEvolution given) {
        evolution = given;
    }

    /** Reports a value that does not fit its column. The column keeps its type, and the record becomes a reject. */
    void misfit(TableSpec table, Column column) {
        SchemaEvolution now = evolution;
        if (now != null && now != SchemaEvolution.WIDEN && logged.add(column.name() + " misfit")) {
            LOG.warn(
                    "table {}: some values do not fit the column {} of type {}; their records are rejected, because"
                            + " schemaEvolution is {}: change the column by hand{}",
                    table.name(),
                    column.name(),
                    column.word(),
                    now.word(),
                    column.own() == null ? ", or set schemaEvolution to widen" : "");
        }
    }

    /** Whether rows may have equal versions only because digits were cut off. */
    boolean isVersionCut() {
        return versionCut;
    }
}
