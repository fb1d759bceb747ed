package dev.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page in a real browser; {@code ./mvnw verify -Pbrowser}. The pictures go to target/screenshots. */
@Tag("browser")
final class StatusPageIT {

    private static final String HOSTILE = "<script>document.title='stolen'</script><img src=x onerror=alert(1)>";
    private static final String FAILED = "{\"data\":[],\"error\":\"" + HOSTILE + "\"}";

    @Test
    void theStatusCanBeReadInEveryLightAndOnAPhone(@TempDir Path directory) throws Exception {
        Path chromium = Browser.program().orElse(null);
        if (chromium == null) {
            System.out.println("StatusPageIT: skipped, there is no chromium on the PATH");
        }
        assumeTrue(chromium != null, "there is no chromium on the PATH");
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0));
                FakeApi broken = FakeApi.responding(200, "application/json", FAILED)) {
            Workplace workplace = new Workplace(directory.resolve("work"))
                    .set("tidemark.health.orders.maxFailures", "1")
                    .route("users.yaml", users(api, "users", "/incremental/timestamp"))
                    .route("companies.yaml", users(api, "clients", "/incremental/timestamp"))
                    .route(
                            "orders.yaml",
                            UserSource.of("orders", broken.url())
                                    .with("errorPath", "error")
                                    .with("period", "1s")
                                    .toString());
            try (Program program = workplace.start("run");
                    Browser browser = Browser.start(Objects.requireNonNull(chromium), directory)) {
                String address = Served.by(program).address();
                for (String scheme : new String[] {"light", "dark"}) {
                    for (int width : new int[] {1280, 375}) {
                        look(browser, address, width, scheme);
                        api.touch(25);
                    }
                }
                refreshesItself(browser, api);
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    @Test
    void aDatabaseThatDoesNotRespondIsShown(@TempDir Path directory) throws Exception {
        Path chromium = Browser.program().orElse(null);
        assumeTrue(chromium != null, "there is no chromium on the PATH");
        DatabaseServer server = new DatabaseServer();
        try (Playground api = Playground.start(PlaygroundOptions.defaults().withPort(0))) {
            Workplace workplace = new Workplace(directory.resolve("work"))
                    .database(server.url(directory.getFileName().toString()))
                    .route("users.yaml", users(api, "users", "/incremental/timestamp"));
            try (Program program = workplace.start("run");
                    Browser browser = Browser.start(Objects.requireNonNull(chromium), directory)) {
                browser.open(Served.by(program).address() + "/");
                browser.await("document.querySelector('#sources .word.up') !== null");

                server.close();

                browser.await("document.querySelector('#sources .word.down') !== null");
                assertThat(text(browser, "document.getElementById('alert').textContent"))
                        .startsWith("Cannot read the state: ");
                assertThat(text(browser, "document.getElementById('summary').textContent"))
                        .startsWith("1 source: 0 up, 1 down.");
                assertThat(text(browser, "document.title")).isEqualTo("(1 down) Tidemark");
            }
        } finally {
            server.close();
        }
    }

    private static void look(Browser browser, String address, int width, String scheme) throws Exception {
        browser.look(width, width < 500 ? 1700 : 800, scheme);
        browser.open(address + "/");
        browser.await("document.querySelectorAll('#sources tr').length === 3");
        browser.await("document.querySelector('#sources .word.down') !== null");
        browser.await("document.querySelectorAll('canvas').length >= 3");
        browser.screenshot(Path.of("target", "screenshots", "status-" + scheme + "-" + width + ".png"));

        assertThat(text(browser, "document.title")).isEqualTo("(1 down) Tidemark");
        assertThat(text(browser, "document.getElementById('summary').textContent"))
                .startsWith("3 sources: 2 up, 1 down.");
        assertThat(text(browser, "document.querySelector('#sources tr.down').textContent"))
                .contains("orders", "down", HOSTILE);
        assertThat(number(browser, "document.querySelectorAll('#sources script, #sources img').length"))
                .isZero();
        assertThat(text(browser, "document.querySelector('th[scope=row]').textContent"))
                .isEqualTo("clients");
        assertThat(number(browser, "document.documentElement.scrollWidth"))
                .as("nothing sticks out to the right")
                .isEqualTo(width);
        assertThat(text(browser, "getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(18, 23, 27)" : "rgb(246, 247, 248)");
        assertThat(text(browser, "document.querySelector('canvas').getAttribute('aria-label')"))
                .matches("Rows per sync, of \\d+ syncs: .*");
        assertThat(number(browser, "document.querySelectorAll('form, button, input, a').length"))
                .as("nothing acts")
                .isZero();
    }

    private static void refreshesItself(Browser browser, Playground api) throws Exception {
        String before = text(browser, "document.getElementById('summary').textContent");
        api.touch(25);
        browser.await("document.getElementById('summary').textContent !== '" + before + "'");
    }

    private static String text(Browser browser, String expression) throws Exception {
        JsonNode value = browser.evaluate(expression);
        return value == null ? "" : value.asText();
    }

    private static int number(Browser browser, String expression) throws Exception {
        JsonNode value = browser.evaluate(expression);
        return value == null ? -1 : value.intValue();
    }

    private static String users(Playground api, String name, String path) {
        return UserSource.of(name, api.url() + path)
                .with("period", "1s")
                .sink("table", name)
                .toString();
    }
}
