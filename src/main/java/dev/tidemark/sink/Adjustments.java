package dev.tidemark.sink;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How values may be made to fit their columns, and what was said of it: once a column and start. Thread-safe. */
final class Adjustments {

    private static final Logger LOG = LoggerFactory.getLogger(Adjustments.class);

    private static final int MICROSECONDS = 6;

    private final Set<String> said = ConcurrentHashMap.newKeySet();
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
     * Whether digits of a second that a column does not keep may be cut off. In a key, two rows would become one; and versions
     * that are no more than milliseconds apart are common.
     */
    boolean cuts(TableSpec table, Column column) {
        boolean tells = table.key().contains(column.name())
                || (column.name().equals(table.version()) && column.scale() < MICROSECONDS);
        return cuts && !tells;
    }

    /** Digits of a second were cut off. */
    void cut(TableSpec table, Column column) {
        if (column.name().equals(table.version())) {
            versionCut = true;
        }
        if (said.add(column.name() + " cut")) {
            LOG.warn(
                    "table {}: values of `{}` have more than {} digits of a second; the rest is cut",
                    table.name(),
                    column.name(),
                    column.scale());
        }
    }

    /** A number was taken for a time. */
    void read(TableSpec table, Column column, EpochUnit unit) {
        if (said.add(column.name() + " " + unit)) {
            LOG.info("table {}: numbers in `{}` are read as {} since 1970", table.name(), column.name(), unit);
        }
    }

    /** What may become of inferred columns; they are declared as long as nobody says so. */
    void evolution(SchemaEvolution given) {
        evolution = given;
    }

    /** A value does not fit its column, which keeps its type: its record is a reject. */
    void misfit(TableSpec table, Column column) {
        SchemaEvolution now = evolution;
        if (now != null && now != SchemaEvolution.WIDEN && said.add(column.name() + " misfit")) {
            LOG.warn(
                    "table {}: values came that do not fit the column {}, which is {}; their records are rejects, and the"
                            + " column stays, as schemaEvolution is {}: change the column by hand{}",
                    table.name(),
                    column.name(),
                    column.word(),
                    now.word(),
                    column.own() == null ? ", or set schemaEvolution to widen" : "");
        }
    }

    /** Whether rows may have versions that are equal only because digits were cut off. */
    boolean isVersionCut() {
        return versionCut;
    }
}
