package dev.tidemark.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.state.RowCounts;
import dev.tidemark.state.SyncResult;
import dev.tidemark.state.SyncStart;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final SyncResult customers = new SyncResult(
            SyncStart.now("customers", "key-based"),
            SyncResult.Status.OK,
            new RowCounts(5, 5, 0, 0, 1),
            JsonNodeFactory.instance.objectNode().put("last_key", 5),
            0.5,
            null,
            List.of("3 rows without updated_at", "1 row from tomorrow"));

    @Test
    void unusualRecordsAreLoggedAndNotPrinted() {
        assertThat(printed(false).lines()).hasSize(2).noneMatch(line -> line.contains("without updated_at"));
    }

    @Test
    void theKeysOfTheJsonAreTheContractAndInItsOrder() {
        assertThat(printed(true))
                .isEqualTo("{\"source\":\"customers\",\"strategy\":\"key-based\",\"status\":\"ok\",\"rowsRead\":5,"
                        + "\"rowsWritten\":5,\"rowsUnchanged\":0,\"rowsRejected\":0,\"rowsFiltered\":0,\"pages\":1,"
                        + "\"state\":{\"last_key\":5},\"seconds\":0.5,\"error\":null}" + System.lineSeparator());
    }

    private String printed(boolean json) {
        StringWriter text = new StringWriter();
        Results.print(List.of(customers), json, new PrintWriter(text));
        return text.toString();
    }
}
