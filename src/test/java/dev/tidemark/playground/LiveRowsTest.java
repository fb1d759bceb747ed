package dev.tidemark.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRowsTest {

    private final TestClock clock = new TestClock();
    private final Playground playground = Playgrounds.start(Playgrounds.OPTIONS, clock);
    private final Client client = new Client(playground);

    @AfterEach
    void stop() {
        playground.close();
    }

    @Test
    void companiesStandStill() throws Exception {
        Client.Reply reply = client.get("/cursors/companies");
        assertThat(reply.values("company_id")).containsExactly("1", "2");
        assertThat(reply.json().path("total_items").asInt()).isEqualTo(2);
        assertThat(client.get("/cursors/companies").text()).isEqualTo(reply.text());
        assertThat(client.get("/cursors/companies?order_type=desc").values("company_id"))
                .containsExactly("2", "1");
        assertThat(client.get("/cursors/companies?updated_since="
                                + reply.values("updatedAt").get(1))
                        .values("company_id"))
                .containsExactly("2");
    }

    @Test
    void departmentsOfBothCompaniesShareTheirIds() throws Exception {
        for (int company = 1; company <= 2; company++) {
            Client.Reply reply = client.get("/cursors/" + company + "/departments");
            assertThat(reply.values("company_id")).hasSize(4).containsOnly(Integer.toString(company));
            assertThat(reply.values("department_id")).containsExactlyInAnyOrder("1", "2", "3", "4");
            assertThat(reply.json().path("total_items").asInt()).isEqualTo(4);
        }
    }

    @Test
    void readingDepartmentsMakesSomeNewerAndLeavesThePageOutOfOrder() throws Exception {
        List<Boolean> sorted = new ArrayList<>();
        String newest = "";
        for (int i = 0; i < 10; i++) {
            List<String> times = client.get("/cursors/1/departments").values("updatedAt");
            sorted.add(times.equals(times.stream().sorted().toList()));
            String newestNow = times.stream().sorted().toList().get(3);
            assertThat(newestNow).isGreaterThan(newest);
            newest = newestNow;
        }
        assertThat(sorted).contains(false);
    }

    @Test
    void repeatedRequestsFromTheLastSecondTerminate() throws Exception {
        String before = "";
        String newest = "0001-01-01T00:00:01Z";
        for (int calls = 0; !newest.equals(before); calls++) {
            assertThat(calls).isLessThan(20);
            before = newest;
            Instant since = Instant.parse(newest).minusSeconds(1);
            newest = client.get("/history/users?since=" + since).values("updated_at").stream()
                    .sorted()
                    .reduce(newest, (first, second) -> second);
        }
    }

    @Test
    void aClientThatComesAgainFindsNewVersionsOfHistory() throws Exception {
        Client.Reply first = client.get("/history/users");
        String newest = first.values("updated_at").get(199);
        assertThat(client.get("/history/users?since=" + newest).data()).isEmpty();

        Client.Reply second = client.get("/history/users?since=" + newest);
        assertThat(second.data()).hasSize(20);
        for (var person : second.data()) {
            assertThat(first.data())
                    .filteredOn(before -> before.path("id").equals(person.path("id")))
                    .allSatisfy(
                            before -> assertThat(person.path("designation")).isNotEqualTo(before.path("designation")));
        }
    }

    @Test
    void historyIsInOrderAlthoughItChanges() throws Exception {
        for (int call = 0; call < 5; call++) {
            assertThat(client.get("/history/users").values("updated_at"))
                    .hasSize(200)
                    .isSorted();
        }
    }

    /** So that a demonstration says the same each time. */
    @Test
    void theSameCallsSeeTheSameChangesWhateverTheTime() throws Exception {
        TestClock slow = new TestClock();
        try (Playground another = Playgrounds.start(Playgrounds.OPTIONS, slow)) {
            Client other = new Client(another);
            for (int call = 0; call < 3; call++) {
                slow.advance(Duration.ofMinutes(call));
                assertThat(other.get("/history/users").values("designation"))
                        .isEqualTo(client.get("/history/users").values("designation"));
            }
        }
    }
}
