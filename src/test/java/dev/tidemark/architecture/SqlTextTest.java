package dev.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    /** A literal, or a text block, that begins like a statement. */
    private static final Pattern SQL = Pattern.compile(
            "\"\\s*(select\\s+[^\"]*?(\\bfrom\\b|\"\\s*\\+)|insert\\s+into\\b|update\\s+([\\w.\\\\\"]+\\s+set\\b|\"\\s*\\+)"
                    + "|delete\\s+from\\b|merge\\s+into\\b|truncate\\s+table\\b"
                    + "|(create|alter|drop)\\s+(or\\s+replace\\s+)?(table|index|unique|view|schema|sequence|type)\\b)",
            Pattern.CASE_INSENSITIVE);

    /** The sink writes, state keeps cursors, table reads source tables, jdbc probes connections, database sets sessions. */
    private static final List<String> HOMES = List.of(
            "dev/tidemark/sink",
            "dev/tidemark/state",
            "dev/tidemark/jdbc",
            "dev/tidemark/table",
            "dev/tidemark/database");

    @Test
    void sqlIsInThePackagesOfDatabasesAlone() throws IOException {
        List<String> found = new ArrayList<>();
        for (SourceFile file : SourceFile.below(SourceFile.MAIN)) {
            if (HOMES.stream().anyMatch(file::isInPackage)) {
                continue;
            }
            Matcher sql = SQL.matcher(file.text());
            while (sql.find()) {
                found.add(file.at(sql.start()) + ": " + sql.group());
            }
        }

        assertThat(found)
                .as(
                        "SQL outside of sink, state, table, jdbc and database; identifiers are quoted and values bound in these packages"
                                + " only: move the statement there")
                .isEmpty();
    }

    @Test
    void theScanSeesTheStatementsThereAre() throws IOException {
        assertThat(SourceFile.below(SourceFile.MAIN))
                .filteredOn(file -> SQL.matcher(file.text()).find())
                .extracting(file -> file.path().getFileName().toString())
                .contains(
                        "H2Dialect.java",
                        "ConflictDialect.java",
                        "MariaDbDialect.java",
                        "Dialect.java",
                        "RejectTable.java",
                        "JdbcStateRepository.java",
                        "SourceStatement.java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"select id from users\"",
                "\"SELECT \" + columns + \" FROM x\"",
                "\"\"\"\n    select id\n    from users\n    \"\"\"",
                "\" insert into users values (1)\"",
                "\"update users set name = ?\"",
                "\"update \" + table + \" set\"",
                "\"delete from users\"",
                "\"merge into users t using\"",
                "\"create table users (id int)\"",
                "\"alter table users add column x int\"",
                "\"drop table users\""
            })
    void aStatementIsSeen(String code) {
        assertThat(SQL.matcher(code).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"select the strategy keyset instead\"",
                "\"update the state with `state set`\"",
                "\"delete\"",
                "\"create a file\"",
                "\"insert\""
            })
    void aSentenceIsNotTakenForAStatement(String code) {
        assertThat(SQL.matcher(code).find()).isFalse();
    }
}
