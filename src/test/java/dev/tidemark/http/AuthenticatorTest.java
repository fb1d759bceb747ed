package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tidemark.state.SyncResult;
import dev.tidemark.testing.Eventually;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.SyncBench;
import dev.tidemark.testing.TestApi.Request;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import dev.tidemark.text.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Each kind of login, against a server that checks it. */
class AuthenticatorTest {

    private static final int ALL = 6;
    private static final String TOKEN = "/oauth/token";

    private final AtomicInteger tokens = new AtomicInteger();
    private int used;

    @Test
    void noLoginSendsNone() {
        assertArrives(
                new SyncBench(guarded(request -> request.header("Authorization").isEmpty())));
    }

    @Test
    void basic() {
        String pair = Base64.getEncoder().encodeToString("me:pass word:ü".getBytes(StandardCharsets.UTF_8));
        assertArrives(
                new SyncBench(guarded(request -> request.header("Authorization").equals("Basic " + pair)))
                        .client("auth", "basic")
                        .client("username", "me")
                        .client("password", "pass word:ü"));
    }

    @Test
    void bearer() {
        assertArrives(
                new SyncBench(guarded(request -> request.header("Authorization").equals("Bearer t-1")))
                        .client("auth", "bearer")
                        .client("token", "t-1"));
    }

    @Test
    void apiKeyInAHeader() {
        assertArrives(
                new SyncBench(guarded(request -> request.header("X-Own-Key").equals("k=1")))
                        .client("auth", "api-key")
                        .client("apiKey", "k=1")
                        .client("apiKeyHeader", "X-Own-Key"));
    }

    @Test
    void aWordBeforeTheKeyIsSentAndDoesNotUncoverIt() {
        try (SyncBench bench = new SyncBench(request -> {
                    assertThat(request.header("Authorization")).isEqualTo("apiKey canary-774");
                    assertThat(request.header("X-Other")).isEqualTo("Token canary-775");
                    return Response.of(Map.of("error", "who are canary-774 and canary-775?"));
                })
                .client("auth", "api-key")
                .client("apiKey", "apiKey canary-774")
                .client("apiKeyHeader", "Authorization")
                .client("headers.X-Other", "Token canary-775")) {
            assertThat(bench.sync(source(bench).with("errorPath", "error")).error())
                    .contains("who are *** and ***?");
        }
    }

    @Test
    void apiKeyInTheAddress() {
        assertArrives(new SyncBench(guarded(
                        request -> request.parameters().getOrDefault("key", "").equals("k & 1")))
                .client("auth", "api-key")
                .client("apiKey", "k & 1")
                .client("apiKeyParam", "key"));
    }

    @Test
    void furtherHeadersAndTheUserAgentGoOutWithEveryRequest() {
        assertArrives(
                new SyncBench(guarded(request -> request.header("X-Tenant").equals("acme")
                                && request.header("User-Agent").equals("acme-sync/1")))
                        .client("headers.X-Tenant", "acme")
                        .client("userAgent", "acme-sync/1"));
    }

    @Test
    void aRefusedLoginFailsAtOnceAndNamesTheKeys() {
        try (SyncBench bench = new SyncBench(guarded(request -> false))
                .client("auth", "bearer")
                .client("token", "canary-771")
                .client("maxRetries", 5)) {
            SyncResult result = bench.sync(source(bench));

            assertThat(result.error())
                    .contains("401", "client `default` (auth=bearer)", "tidemark.client.default.*")
                    .doesNotContain("canary", "new token");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void oauth2AsksForATokenOnceAndAgainWhenItIsRefusedInTheMiddle() {
        try (SyncBench bench = oauth2(new SyncBench(this::expiring))) {
            SyncResult result = bench.sync(source(bench));

            assertThat(result.error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
            assertOneTokenForTwoPages();
            assertThat(bench.api().requests())
                    .filteredOn(request -> request.path().equals(TOKEN))
                    .allSatisfy(request -> {
                        assertThat(request.body()).contains("grant_type=client_credentials", "scope=read+all");
                        assertThat(request.header("Authorization"))
                                .isEqualTo("Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("an+id:a%2Bsecret".getBytes(StandardCharsets.UTF_8)));
                    });
        }
    }

    @Test
    void oauth2TriesTheRequestsBodyWhereAServerWantsTheSecretThere() {
        try (SyncBench bench = oauth2(new SyncBench(
                request -> request.path().equals(TOKEN) && !request.body().contains("client_secret=a%2Bsecret")
                        ? Response.text(401, "{\"error\":\"invalid_client\"}")
                        : expiring(request)))) {
            assertThat(bench.sync(source(bench)).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void oauth2WithARefreshTokenUsesTheNextOneItIsGiven() {
        try (SyncBench bench = oauth2(new SyncBench(request -> {
                    if (request.path().equals(TOKEN)) {
                        int next = tokens.incrementAndGet();
                        assertThat(request.body())
                                .contains("grant_type=refresh_token", "refresh_token=refresh-" + (next - 1));
                        return Response.of(
                                Map.of("access_token", "access-" + next, "refresh_token", "refresh-" + next));
                    }
                    return expiring(request);
                }))
                .client("refreshToken", "refresh-0")) {
            assertThat(bench.sync(source(bench)).error()).isNull();
            assertOneTokenForTwoPages();
        }
    }

    @Test
    void aTokenThatIsAlwaysRejectedIsRequestedOnlyOnceMore() {
        try (SyncBench bench = oauth2(
                        new SyncBench(request -> request.path().equals(TOKEN) ? token() : Response.text(401, "{}")))
                .client("maxRetries", 5)) {
            assertThat(bench.sync(source(bench)).error()).contains("401", "(auth=oauth2), also with a new token");
            assertThat(tokens).hasValue(2);
            assertThat(bench.api().requests()).hasSize(4);
        }
    }

    @Test
    void twoSourcesOfOneProfileAskForOneToken() throws Exception {
        try (SyncBench bench = new SyncBench(request -> request.path().equals(TOKEN) ? token() : page(request));
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        Map.of(
                                "tidemark.client.crm.auth", "oauth2",
                                "tidemark.client.crm.tokenUrl", bench.api().url(TOKEN),
                                "tidemark.client.crm.clientId", "id",
                                "tidemark.client.crm.clientSecret", "s3cret-q7"),
                        two(bench, "one"),
                        two(bench, "two"))) {
            assertThat(List.of(routes.result(), routes.result()))
                    .extracting(SyncResult::error)
                    .containsOnlyNulls();
            assertThat(tokens).hasValue(1);
        }
    }

    @RepeatedTest(10)
    void sourcesOfOneProfileOutliveTokensThatTheyUseUpTogether() throws Exception {
        List<String> names = List.of("one", "two", "three", "four", "five");
        Map<String, AtomicInteger> uses = new ConcurrentHashMap<>();
        try (SyncBench bench = new SyncBench(request -> {
                    if (request.path().equals(TOKEN)) {
                        return token();
                    }
                    AtomicInteger used =
                            uses.computeIfAbsent(request.header("Authorization"), t -> new AtomicInteger());
                    return used.incrementAndGet() > 3 ? Response.text(401, "{}") : page(request);
                });
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        Map.of(
                                "tidemark.client.crm.auth", "oauth2",
                                "tidemark.client.crm.tokenUrl", bench.api().url(TOKEN),
                                "tidemark.client.crm.clientId", "id",
                                "tidemark.client.crm.clientSecret", "s3cret-q7"),
                        names.stream().map(name -> two(bench, name)).toArray(String[]::new))) {
            for (int i = 0; i < names.size(); i++) {
                assertThat(routes.result().error()).isNull();
            }
            assertThat(tokens.get()).isGreaterThan(names.size());
        }
    }

    @Test
    void aRefusedTokenIsFreshOnlyToARequestThatNoOtherSharedItWith() throws Exception {
        TokenAuthenticator login = new TokenAuthenticator(
                "Authorization", () -> new Token("t" + tokens.incrementAndGet(), Instant.MAX), Clock.systemUTC());
        BasicClassicHttpRequest first = new BasicClassicHttpRequest("GET", "/");
        BasicClassicHttpRequest other = new BasicClassicHttpRequest("GET", "/");

        login.sign(first);
        assertThat(login.refused(first)).isEqualTo(Authenticator.Refusal.FRESH);
        login.sign(first);
        login.sign(other);
        assertThat(login.refused(first)).isEqualTo(Authenticator.Refusal.SPENT);
        login.sign(first);
        assertThat(login.refused(other)).as("renewed meanwhile").isEqualTo(Authenticator.Refusal.SPENT);
        assertThat(login.refused(first)).isEqualTo(Authenticator.Refusal.FRESH);
        assertThat(tokens).hasValue(3);
    }

    @Test
    void aFailingLoginIsRequestedOnceForAllThatWaitForIt() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        TokenAuthenticator login = new TokenAuthenticator(
                "Authorization",
                () -> {
                    tokens.incrementAndGet();
                    await(busy);
                    throw new ServerBusyException("did not respond");
                },
                Clock.systemUTC());
        List<FutureTask<Throwable>> requests = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FutureTask<Throwable> request =
                    new FutureTask<>(() -> catchThrowable(() -> login.sign(new BasicClassicHttpRequest("GET", "/"))));
            requests.add(request);
            threads.add(new Thread(request));
            threads.get(i).start();
        }
        Eventually.await("all to wait", Duration.ofMinutes(3), () -> threads.stream()
                .allMatch(thread -> thread.getState() == Thread.State.WAITING));
        busy.countDown();

        for (FutureTask<Throwable> request : requests) {
            assertThat(request.get()).hasMessage("did not respond");
        }
        assertThat(tokens).hasValue(1);
    }

    @Test
    void tokensOfLongAgoAreNotKeptAndTheLastOnesStayHidden() {
        IssuedTokens given = new IssuedTokens();
        for (int i = 1; i <= 1000; i++) {
            given.hide("issued-" + i + "-");
        }

        assertThat(Secrets.masked("issued-1- issued-990- issued-1000-")).isEqualTo("issued-1- *** ***");
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        List<Instant> asked = new ArrayList<>();
        Instant[] now = {Instant.EPOCH};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        TokenAuthenticator login = new TokenAuthenticator(
                "Authorization",
                () -> {
                    asked.add(now[0]);
                    return new Token("t" + asked.size(), now[0].plusSeconds(54));
                },
                clock);

        for (int second : new int[] {0, 10, 53, 54, 60, 107, 108}) {
            now[0] = Instant.ofEpochSecond(second);
            login.sign(new BasicClassicHttpRequest("GET", "/"));
        }

        assertThat(asked).extracting(Instant::getEpochSecond).containsExactly(0L, 54L, 108L);
    }

    @Test
    void aTokenServerThatRespondsWithAWebPageIsNamed() {
        try (SyncBench bench = oauth2(new SyncBench(request ->
                        Response.text(200, "<html>Sign in, canary-772").with("Content-Type", "text/html")))
                .client("maxRetries", 5)) {
            assertThat(bench.sync(source(bench)).error())
                    .contains("/oauth/token", "text/html", "not a JSON object", "tokenUrl")
                    .doesNotContain("canary");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void aTokenServerThatRefusesIsNamedWithItsReason() {
        try (SyncBench bench = oauth2(new SyncBench(request ->
                        Response.text(400, "{\"error\":\"invalid_scope\",\"error_description\":\"canary-773\"}")))
                .client("maxRetries", 5)) {
            assertThat(bench.sync(source(bench)).error())
                    .contains("/oauth/token", "400", "invalid_scope", "clientSecret")
                    .doesNotContain("canary");
            assertThat(bench.api().requests()).hasSize(2);
        }
    }

    @Test
    void aLoginsAddressThatIsNotThereIsNamedAlone() {
        try (SyncBench bench = oauth2(new SyncBench(request -> Response.text(404, "{}")))) {
            assertThat(bench.sync(source(bench)).error())
                    .contains("404", "default.tokenUrl")
                    .doesNotContain("clientSecret");
        }
    }

    @Test
    void aTokenThatCannotBeSentInAHeaderIsRefused() {
        try (SyncBench bench =
                oauth2(new SyncBench(request -> Response.of(Map.of("access_token", "canary-776\r\nX-Evil: 1"))))) {
            assertThat(bench.sync(source(bench)).error())
                    .contains("/oauth/token", "control character")
                    .doesNotContain("canary");
            assertThat(bench.api().requests()).hasSize(1);
        }
    }

    @Test
    void aTokenServerThatIsBusyIsTriedAgain() {
        try (SyncBench bench = oauth2(new SyncBench(request -> request.path().equals(TOKEN)
                        ? tokens.incrementAndGet() < 3 ? Response.text(503, "") : token()
                        : page(request)))
                .client("maxRetries", 5)
                .client("retryDelay", "1ms")) {
            assertThat(bench.sync(source(bench)).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    @Test
    void aSessionIsOpenedByAPostAndAgainWhenItHasEnded() {
        try (SyncBench bench = new SyncBench(request -> {
            if (request.path().equals("/login")) {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.body()).isEqualTo("{\"user\": \"me\", \"password\": \"pass word\"}");
                return Response.of(Map.of("result", Map.of("token", "access-" + tokens.incrementAndGet())));
            }
            return isFresh(request.header("X-Session").replace("Token ", "")) ? page(request) : Response.text(401, "");
        })) {
            bench.client("auth", "session")
                    .client("loginUrl", bench.api().url("/login"))
                    .client("loginBody", "{\"user\": \"me\", \"password\": \"pass word\"}")
                    .client("tokenPath", "result.token")
                    .client("tokenHeader", "X-Session")
                    .client("tokenPrefix", "Token");

            assertThat(bench.sync(source(bench)).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
            assertOneTokenForTwoPages();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each token is good for two requests. */
    private boolean isFresh(String token) {
        boolean fresh = token.equals("access-" + tokens.get()) && used < 2 * tokens.get();
        used += fresh ? 1 : 0;
        return fresh;
    }

    private void assertOneTokenForTwoPages() {
        assertThat(used).isGreaterThan(4);
        assertThat(tokens).hasValue((used + 1) / 2);
    }

    private Response expiring(Request request) {
        if (request.path().equals(TOKEN)) {
            return token();
        }
        return isFresh(request.header("Authorization").replace("Bearer ", ""))
                ? page(request)
                : Response.text(401, "{}");
    }

    private Response token() {
        return Response.of(Map.of("access_token", "access-" + tokens.incrementAndGet(), "expires_in", 3600));
    }

    private static SyncBench oauth2(SyncBench bench) {
        return bench.client("auth", "oauth2")
                .client("tokenUrl", bench.api().url(TOKEN))
                .client("clientId", "an id")
                .client("clientSecret", "a+secret")
                .client("scope", "read all");
    }

    private static void assertArrives(SyncBench bench) {
        try (bench) {
            assertThat(bench.sync(source(bench)).error()).isNull();
            assertThat(bench.rows()).isEqualTo(ALL);
        }
    }

    private static dev.tidemark.testing.TestApi.Service guarded(Predicate<Request> accepted) {
        return request -> accepted.test(request) ? page(request) : Response.text(401, "{}");
    }

    private static Response page(Request request) {
        return Response.of(Map.of("data", Records.page(Records.seconds(ALL), 2 * (request.number("page", 1) - 1), 2)));
    }

    private static SourceYaml source(SyncBench bench) {
        return bench.source("page-number", "query", "all=yes; page={page}", "pageSize", 2);
    }

    private static String two(SyncBench bench, String name) {
        return new SourceYaml("page-number", name)
                .with("url", bench.api().url("/records"))
                .with("client", "crm")
                .with("query", "all=yes; page={page}")
                .with("pageSize", 2)
                .toString();
    }
}
