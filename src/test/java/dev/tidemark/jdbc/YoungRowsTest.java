package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.SourceDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows whose time has only just come. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class YoungRowsTest extends TimedTable {

    private static final String YOUNGER =
            "2 rows are younger than delay (5s) by the clock of the database and left for" + " a later sync";

    YoungRowsTest(DatabaseKind kind) {
        super(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "timestamp with time zone"})
    void withoutAWordTheRowsOfTheLastSecondsWaitAndAreCounted(String type) {
        create(type);
        insert(1, "timestamp '2024-05-17 19:42:31'");
        insert(2, now(0));
        insert(3, now(0));

        SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

        assertThat(result.error()).isNull();
        assertThat(ids()).containsExactly(1L);
        assertThat(result.warnings()).containsExactly(YOUNGER);

        update(2, now(-10));
        update(3, now(-10));
        SyncResult later = warehouse.sync(destination, SourceDatabase.source("t", "id"));
        assertThat(later.warnings()).isEmpty();
        assertThat(ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rowsAheadOfTheClockAreCountedWithWhatToSet() {
        create("timestamp");
        insert(1, now(0));
        insert(2, now(3600));

        SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

        assertThat(result.warnings())
                .containsExactly(YOUNGER + "; 1 of them are ahead of that clock: set cursorZone to the zone of the"
                        + " column, or delay to 0s to read them");
        assertThat(warehouse
                        .sync(destination, SourceDatabase.source("t", "id").with("delay", "0s"))
                        .rowsRead())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void ofADateTheRowsOfTodayAreRead() {
        create("date");
        insert(1, "date '2024-05-17'");
        insert(2, "cast(" + now(-10) + " as date)");

        SyncResult result = warehouse.sync(destination, SourceDatabase.source("t", "id"));

        assertThat(result.error()).isNull();
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({"bigint, epoch-millis, 0, 9999999999", "bigint, number, 0, 7", "varchar(30), text, a, 'k'"})
    void ofNumbersAndTextsNoneWait(String type, String cursorType, String initial, String value) {
        create(type);
        insert(1, type.startsWith("v") ? "'" + value + "'" : value);

        SyncResult result = warehouse.sync(
                destination,
                SourceDatabase.source("t", "id").with("cursorType", cursorType).with("initialCursor", initial));

        assertThat(result.error()).isNull();
        assertThat(result.warnings()).isEmpty();
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void aTimeInATextDoesNotWait() {
        create("varchar(30)");
        insert(1, "'2024-05-17T19:42:31Z'");

        assertThat(warehouse.sync(destination, SourceDatabase.source("t", "id")).error())
                .isNull();
        assertThat(ids()).containsExactly(1L);
    }

    private void update(long id, String value) {
        write("update t set \"updated_at\" = " + value + " where \"id\" = " + id);
    }
}
