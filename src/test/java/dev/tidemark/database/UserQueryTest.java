package dev.tidemark.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts count as one SELECT statement. */
class UserQueryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from users",
                "  SELECT id from users ;  ",
                "(select 1) union (select 2)",
                "values (1), (2)",
                "/* all; of them */ select id from users",
                "with a as (select 1 as i), b as (delete from x returning i) select i from a",
                "WITH recursive a(i) as (values (1)) select i from a",
                "select ';' as a, \"x;y\", `z;`, $$a;b$$, $t$c;'d$t$ from users",
                "select '--' as a from users",
                "select 'it''s; fine' as a from users; /* ; */",
                "select \"update\" from users",
            })
    void oneSelectStatementIsAccepted(String query) {
        assertThat(UserQuery.of("partitionQuery", query)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete from users | not a SELECT statement (DELETE)",
                "users | not a SELECT statement (USERS)",
                "with a as (select 1) delete from users | not a SELECT statement (DELETE)",
                "with a as (select (1)) insert into b select * from a | not a SELECT statement (INSERT)",
                "select 1; select 2 | text after a semicolon",
                "select 1;; | text after a semicolon",
                "select 1; drop table users | text after a semicolon",
                "select a from users -- where b | a comment that starts with `--`",
                "selection | not a SELECT statement (SELECTION)",
            })
    void anythingElseIsRefusedWithItsParameter(String query, String told) {
        assertThatThrownBy(() -> UserQuery.of("partitionQuery", query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("partitionQuery ")
                .hasMessageContaining(told);
    }
}
