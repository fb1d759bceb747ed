package dev.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.ClosedPort;
import dev.tidemark.testing.DatabaseKind;
import dev.tidemark.testing.FaultyDriver;
import dev.tidemark.testing.PostgresServer;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Destinations that cannot be written to say so before anything is asked for; nothing is half-written. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class BadDestinationTest {

    private final DatabaseKind kind;
    private final TestDatabase database;
    private List<Map<String, Object>> records = Records.seconds(3);
    private final TestApi api =
            new TestApi(request -> TestApi.Response.of(Map.of("data", Records.after(records, request.get("since")))));

    BadDestinationTest(DatabaseKind kind) {
        this.kind = kind;
        this.database = TestDatabase.open(kind);
    }

    @AfterEach
    void close() {
        api.close();
        database.close();
    }

    @Test
    void aViewIsRefused() throws Exception {
        database.jdbc().execute("create table \"base\" (\"id\" bigint primary key)");
        database.jdbc().execute("create view \"t\" as select * from \"base\"");
        assertRefused(source(), "`t` is a view");
        assertRefused(source().sink("columns", "id:LONG"), "`t` is a view");
    }

    @Test
    void aTableWithoutAUniqueKeyIsRefusedWithTheStatementToAddIt() throws Exception {
        database.jdbc()
                .execute(
                        "create table \"t\" (\"id\" bigint not null, \"name\" varchar(99), primary key (\"id\", \"name\"))");
        assertRefused(source(), "no primary or unique key over [id]", "create unique index");
        String error = String.valueOf(sync(source()).error());
        database.jdbc()
                .execute(error.substring(error.indexOf("create unique index")).replace('`', '"'));
        assertThat(sync(source()).error()).isNull();
        assertThat(database.count("\"t\"")).isEqualTo(3);
    }

    @Test
    void aUniqueConstraintIsAsGoodAsAPrimaryKey() throws Exception {
        database.jdbc().execute("create table \"t\" (\"id\" bigint not null unique, \"b\" int)");
        assertThat(sync(source()).error()).isNull();
        assertThat(database.count("\"t\"")).isEqualTo(3);
    }

    @Test
    void aColumnOfAnotherTypeThanDeclaredIsRefused() throws Exception {
        database.jdbc().execute("create table \"t\" (\"id\" bigint primary key, \"name\" date)");
        assertRefused(source().sink("columns", "id:LONG, name:STRING"), "column name", "NAIVE_DATE", "STRING");
    }

    @Test
    void namesThatTheDatabaseWouldRefuseOrCutAreRefused() throws Exception {
        int longest =
                switch (kind) {
                    case H2 -> 256;
                    case POSTGRESQL -> 63;
                    case MARIADB -> 64;
                    case DUCKDB -> 1000;
                };
        String name = "n".repeat(longest);
        records = List.of(Records.record(1, Records.START.toString()));
        records.get(0).put(name, "x");
        assertThat(sync(source()).error()).isNull();
        if (kind != DatabaseKind.DUCKDB) {
            assertRefused(
                    source().sink("columns", "id:LONG, " + name + "n:STRING"), name + "n", String.valueOf(longest));
            records.get(0).put(name + "n", "x");
            assertThat(sync(source()).error()).contains(name + "n", String.valueOf(longest), "declare columns");
        }
    }

    @Test
    void fieldsThatCannotBecomeColumnsAreNamed() throws Exception {
        for (String name : List.of("", "a\0b", "_synced_at")) {
            records = List.of(Records.record(1, Records.START.toString()));
            records.get(0).put(name, "x");
            SyncResult result = sync(source());
            assertThat(result.error()).contains("field", "declare columns");
            assertThat(result.state()).isNull();
        }
        assertThat(database.exists("t")).isFalse();
    }

    @Test
    void namesThatDifferInCaseAreTwoColumnsInACaseSensitiveDatabase() throws Exception {
        records.forEach(each -> each.put("NAME", "x"));
        SyncResult result = sync(source());
        if (kind == DatabaseKind.MARIADB || kind == DatabaseKind.DUCKDB) {
            assertThat(result.error()).contains("`name` and `NAME`", "case", "declare columns");
            assertThat(database.exists("t")).isFalse();
        } else {
            assertThat(result.error()).isNull();
            assertThat(database.count("\"t\"")).isEqualTo(3);
        }
    }

    @Test
    void aNameThatLooksLikeAStatementIsJustAName() throws Exception {
        String name = "a\"; drop table x; --";
        database.jdbc().execute("create table x (id int)");
        records.forEach(each -> each.put(name, "y"));
        assertThat(sync(source()).error()).isNull();
        assertThat(database.jdbc()
                        .queryForList("select \"" + name.replace("\"", "\"\"") + "\" from \"t\"", String.class))
                .containsExactly("y", "y", "y");
        assertThat(database.count("x")).isZero();
    }

    @Test
    void aMissingTableWithAStateIsRefusedUntilTheStateIsReset() throws Exception {
        for (SourceYaml source : List.of(source(), source().sink("columns", "id:LONG, name:STRING"))) {
            assertThat(sync(source).error()).isNull();
            database.jdbc().execute("drop table \"t\"");
            String before = state();
            assertThat(sync(source).error()).contains("tidemark state reset t");
            assertThat(state()).isEqualTo(before);
            database.states().remove("t");
            assertThat(sync(source).error()).isNull();
            assertThat(database.count("\"t\"")).isEqualTo(3);
            database.states().remove("t");
            database.jdbc().execute("drop table \"t\"");
        }
    }

    @Test
    void aMissingDeclaredTableWithAStateFailsBeforeTheFirstRequest() throws Exception {
        SourceYaml source = source().sink("columns", "id:LONG, name:STRING");
        assertThat(sync(source).error()).isNull();
        database.jdbc().execute("drop table \"t\"");
        assertRefused(source, "tidemark state reset t");
    }

    /** An inferred table comes with its first record; until then there is none to miss. */
    @Test
    void aSourceWhoseRouteHasPassedNothingOnYetIsSyncedAgain() throws Exception {
        SourceYaml source = source().step(Map.of("setBody", Map.of("simple", "${body.subList(0, 0)}")));
        assertThat(sync(source).error()).isNull();
        assertThat(state()).contains("last_timestamp");
        assertThat(sync(source).error()).isNull();
    }

    @Test
    void aDeclaredTableIsThereEvenWhenNothingHasComeYet() throws Exception {
        records = List.of();
        SourceYaml source = source().sink("columns", "id:LONG, name:STRING");
        assertThat(sync(source).error()).isNull();
        assertThat(database.count("\"t\"")).isZero();
        assertThat(sync(source).error()).isNull();
    }

    @Test
    void fieldsThatAreNotDeclaredAreLeftOut() throws Exception {
        assertThat(sync(source().sink("columns", "id:LONG")).error()).isNull();
        assertThat(database.jdbc().queryForList("select * from \"t\"").get(0)).containsOnlyKeys("id", "_synced_at");
    }

    @Test
    void wrongAddressesAndLoginsAreDistinguished() throws Exception {
        DatabaseKind.Address address = database.address();
        String url = url();
        if (kind == DatabaseKind.H2) {
            return;
        }
        if (kind == DatabaseKind.DUCKDB) {
            assertThat(failure("jdbc:duckdb:/no/such/folder/x.duckdb", "", "")).contains("/no/such/folder");
            return;
        }
        String name = address.url().replaceFirst(".*/([^?]*).*", "$1");
        String port = address.url().replaceFirst(".*:(\\d+)/.*", "$1");
        String user = address.user();
        assertThat(failure(url.replace(name, "nowhere"), user, address.password()))
                .contains("nowhere");
        try (ClosedPort closed = new ClosedPort()) {
            assertThat(failure(url.replace(":" + port, ":" + closed.number()), user, address.password()))
                    .containsIgnoringCase("refused");
        }
        assertThat(failure(url.replaceFirst("//[^:]*", "//no.such.host.invalid"), user, address.password()))
                .contains("no.such.host.invalid");
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown() throws Exception {
        if (kind == DatabaseKind.DUCKDB) {
            return;
        }
        String user = user();
        switch (kind) {
            case H2 -> database.jdbc().execute("create user \"" + user + "\" password 'let-me-in'");
            case POSTGRESQL -> {
                database.jdbc().execute("create role \"" + user + "\" login password 'let-me-in'");
                PostgresServer.askForPassword(user);
            }
            default -> database.jdbc().execute("create user \"" + user + "\"@localhost identified by 'let-me-in'");
        }
        String error = failure(url(), user, "open-sesame");
        assertThat(error).containsPattern("(?i)password|access denied").doesNotContain("sesame");
        assertThat(String.valueOf(syncAs(url(), user, "let-me-in").error())).doesNotContainPattern("(?i)password");
    }

    @Test
    void aMissingRightToWriteIsReportedAndTheStateStays() throws Exception {
        if (kind == DatabaseKind.DUCKDB) {
            return;
        }
        assertThat(sync(source()).error()).isNull();
        records = Records.seconds(5);
        String user = user();
        String quoted = "\"" + user + "\"" + (kind == DatabaseKind.MARIADB ? "@localhost" : "");
        database.jdbc()
                .execute(
                        switch (kind) {
                            case H2 -> "create user " + quoted + " password 'read-only'";
                            case POSTGRESQL -> "create role " + quoted + " login password 'read-only'";
                            default -> "create user " + quoted + " identified by 'read-only'";
                        });
        for (String own : List.of("tidemark_state", "tidemark_leases", "tidemark_rejects", "tidemark_tables")) {
            database.jdbc().execute("grant select, insert, update, delete on " + own + " to " + quoted);
        }
        database.jdbc().execute("grant select on \"t\" to " + quoted);
        assertThat(failure(plainUrl(), user, "read-only"))
                .containsPattern("(?i)denied|rights")
                .containsPattern("(?i)[\"'`. ]t\\b");
        assertThat(database.count("\"t\"")).isEqualTo(3);
        assertThat(sync(source()).error()).isNull();
        assertThat(database.count("\"t\"")).isEqualTo(5);
    }

    @Test
    void aMissingRightToCreateTablesIsReported() throws Exception {
        if (kind == DatabaseKind.DUCKDB) {
            return;
        }
        String user = user();
        for (String statement :
                switch (kind) {
                    case H2 -> List.of("create user \"" + user + "\" password 'no-create'");
                    case POSTGRESQL ->
                        List.of(
                                "revoke create on schema public from public",
                                "create role \"" + user + "\" login password 'no-create'");
                    default ->
                        List.of(
                                "create user \"" + user + "\"@localhost identified by 'no-create'",
                                "grant select on *.* to \"" + user + "\"@localhost");
                }) {
            database.jdbc().execute(statement);
        }
        assertThat(failure(plainUrl(), user, "no-create"))
                .containsPattern("(?i)denied|rights")
                .contains("tidemark_state", "grant")
                .doesNotContain("no-create");
        assertThat(database.jdbc()
                        .queryForObject(
                                "select count(*) from information_schema.tables where lower(table_name) like 'tidemark%'",
                                Integer.class))
                .isZero();
    }

    /** Without a setting that only an administrator of H2 may have in the address. */
    private String plainUrl() {
        return url().replace(";DB_CLOSE_DELAY=-1", "");
    }

    private String user() {
        return "u" + UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void aFullDiskWritesNothingAndKeepsTheState() throws Exception {
        try (TestDatabase full = TestDatabase.faulty(kind)) {
            assertThat(SyncBench.sync(full, Map.of(), source().toString()).error())
                    .isNull();
            String before = full.states().getState("t");
            records = Records.seconds(5);
            FaultyDriver.failCommitAfterNextCheckpoint("53100", false);
            SyncResult result = SyncBench.sync(full, Map.of(), source().toString());
            assertThat(result.error()).contains("the commit failed", "53100");
            assertThat(full.count("\"t\"")).isEqualTo(3);
            assertThat(full.states().getState("t")).isEqualTo(before);
        }
    }

    @Test
    void textsOfFiveMillionCharactersArriveOrAreRejectsWithTheReason() throws Exception {
        records = new ArrayList<>(Records.seconds(6));
        records.forEach(each -> each.put("name", "é".repeat(2_500_000)));
        records.get(0).put("name", "short");
        SyncResult result = sync(source().sink("maxRejectRatio", 1));
        assertThat(result.error()).isNull();
        if (kind == DatabaseKind.H2) {
            assertThat(reasons()).hasSize(5).allMatch(reason -> reason.contains("more than 1048576 characters"));
        } else {
            assertThat(result.rowsRejected()).isZero();
            assertThat(database.jdbc()
                            .queryForList("select char_length(\"name\") from \"t\" order by \"id\"", Long.class))
                    .containsExactly(5L, 2500000L, 2500000L, 2500000L, 2500000L, 2500000L);
        }
    }

    @Test
    void whatNoStatementCanHoldIsAReject() throws Exception {
        if (kind != DatabaseKind.MARIADB) {
            return;
        }
        database.jdbc().execute("set global max_allowed_packet = 4194304");
        try {
            records = new ArrayList<>(Records.seconds(20));
            records.forEach(each -> each.put("name", "x".repeat(500_000)));
            records.get(1).put("name", "x".repeat(5_000_000));
            SyncResult result = sync(source());
            assertThat(result.error()).isNull();
            assertThat(result.rowsRejected()).isEqualTo(1);
            assertThat(reasons()).singleElement().asString().contains("max_allowed_packet is 4194304");
            assertThat(database.count("\"t\"")).isEqualTo(19);
        } finally {
            database.jdbc().execute("set global max_allowed_packet = 67108864");
        }
    }

    @Test
    void valuesAtTheEdgesAreExactOrRejects() throws Exception {
        SourceYaml source = source().sink("maxRejectRatio", 1)
                .sink("columns", "id:LONG, name:STRING, n:DOUBLE, d:NAIVE_DATE, at:UTC_DATETIME");
        String[][] bad = {
            {"n", "1e400"},
            {"d", "0000-01-01"},
            {"d", "10000-01-01"},
            {"at", "0000-12-31T23:59:59Z"},
            {"at", "9999-12-31T23:59:59-01:00"}
        };
        records = new ArrayList<>(Records.seconds(bad.length + 1));
        for (int i = 0; i < bad.length; i++) {
            records.get(i).put(bad[i][0], bad[i][1]);
        }
        SyncResult result = sync(source);
        assertThat(result.error()).isNull();
        assertThat(database.count("\"t\"")).isEqualTo(1);
        assertThat(reasons()).hasSize(bad.length).allMatch(reason -> reason.contains("does not fit"));
    }

    private List<String> reasons() {
        return database.jdbc().queryForList("select reason from tidemark_rejects", String.class);
    }

    private SourceYaml source() {
        return new SourceYaml("timestamp", "t").with("url", api.url("/records"));
    }

    private SyncResult sync(SourceYaml source) {
        return SyncBench.sync(database, Map.of(), source.toString());
    }

    /** It fails with a message that says all that, and nothing was asked for. */
    private void assertRefused(SourceYaml source, String... words) {
        api.forget();
        String before = state();
        SyncResult result = sync(source);
        assertThat(result.error()).contains(words);
        assertThat(api.requests()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    private String state() {
        database.states().createTable();
        return String.valueOf(database.states().getState("t"));
    }

    /** What a sync says whose destination is reached otherwise. */
    private String failure(String url, String user, String password) throws Exception {
        SyncResult result = syncAs(url, user, password);
        assertThat(result.status()).isEqualTo(SyncResult.Status.FAILED);
        return String.valueOf(result.error());
    }

    private SyncResult syncAs(String url, String user, String password) throws Exception {
        api.forget();
        try (TestDatabase other = TestDatabase.at(url, user, password);
                Routes routes = new Routes(other, Map.of(), source().toString())) {
            return routes.result();
        }
    }

    /** Without the user that it may name. */
    private String url() {
        return database.address().url().replaceFirst("\\?.*", "");
    }
}
