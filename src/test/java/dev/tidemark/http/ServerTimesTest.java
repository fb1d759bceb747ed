package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers write when they want us to wait. */
class ServerTimesTest {

    private static final Instant NOW = Instant.parse("2024-01-15T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "120|120",
                "0|0",
                "1.5|1",
                "Mon, 15 Jan 2024 10:00:30 GMT|30",
                "Mon, 15 Jan 2024 09:00:00 GMT|0",
                "Monday, 15-Jan-24 10:00:30 GMT|30",
                "1000000000|86400",
                "99999999999999999999999|86400",
                "-5|none",
                "soon|none",
                "''|none"
            })
    void retryAfter(String value, Long seconds) {
        Duration wait = times("Retry-After", value).retryAfter();

        assertThat(wait == null ? null : wait.toSeconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "X-RateLimit-Remaining|0|X-RateLimit-Reset|30|30",
                "X-RateLimit-Remaining|1|X-RateLimit-Reset|30|none",
                "X-RateLimit-Remaining|0|X-RateLimit-Reset|1705312860|60",
                "X-RateLimit-Remaining|0|X-RateLimit-Reset|1705312860000|60",
                "ratelimit-remaining|0|ratelimit-reset|5|5",
                "RateLimit|'limit=100, remaining=0, reset=50'|X|x|50",
                "RateLimit|'limit=100, remaining=7, reset=50'|X|x|none",
                "RateLimit|'\"default\";r=0;t=50'|X|x|50",
                "RateLimit|'\"default\";r=30;t=50'|X|x|none",
                "X-RateLimit-Remaining|many|X-RateLimit-Reset|30|none"
            })
    void rateLimit(String first, String value, String second, String other, Long seconds) {
        BasicHttpResponse response = new BasicHttpResponse(200);
        response.setHeader(first, value);
        response.setHeader(second, other);

        Duration wait = new ServerTimes(response, NOW).untilReset();

        assertThat(wait == null ? null : wait.toSeconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"10/s, 1, 100", "600/m, 1, 100", "1000/s, 50, 50", "1/d, 1, 86400000", "15/s, 1, 66"})
    void aRateIsSpreadOverItsTime(String text, int burst, long millis) {
        RateLimit rate = RateLimit.of(text);

        assertThat(rate.burst()).isEqualTo(burst);
        assertThat(rate.period().toMillis()).isEqualTo(millis);
    }

    /** The server's clock is half an hour behind ours, and it is the server's that counts. */
    private static ServerTimes times(String header, String value) {
        BasicHttpResponse response = new BasicHttpResponse(429);
        response.setHeader("Date", "Mon, 15 Jan 2024 10:00:00 GMT");
        response.setHeader(header, value);
        return new ServerTimes(response, NOW.plus(Duration.ofMinutes(30)));
    }
}
