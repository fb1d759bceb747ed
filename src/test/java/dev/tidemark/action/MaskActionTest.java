package dev.tidemark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.LogLines;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskActionTest {

    private static final String SALT = "a long CANARY salt";

    private static Actions mask(String method, String fields) {
        return new Actions().property(MaskAction.SALT, SALT).then("mask", "fields", fields, "method", method);
    }

    private static @Nullable Object hash(Object value) throws Exception {
        return mask("sha256", "a").of(Map.of("a", value)).get(0).get("a");
    }

    @Test
    void hashIsTheSameForTheSameValueAndSaltAlone() throws Exception {
        Object first = hash("ann@example.com");

        // As of `openssl dgst -sha256 -hmac`.
        assertThat(first).isEqualTo("ad75b53691ff4e45d1bda85fbc5c18efdbd99bb534a9de246ba1e6690dc37147");
        assertThat(hash("bob@example.com")).isNotEqualTo(first);
        assertThat(new Actions()
                        .property(MaskAction.SALT, "a text of another test")
                        .then("mask", "fields", "a")
                        .of(Map.of("a", "ann@example.com"))
                        .get(0)
                        .get("a"))
                .isNotEqualTo(first);
    }

    @Test
    void equalNumbersHaveOneHashHoweverTheyAreWritten() throws Exception {
        assertThat(hash(1)).isEqualTo(hash(new BigDecimal("1.00"))).isEqualTo(hash("1"));
        assertThat(hash(new BigDecimal("1e999999999"))).isNotEqualTo(hash(1));
    }

    @Test
    void nullStaysNullAndElementsAreMaskedOneByOne() throws Exception {
        assertThat(mask("redact", "a, b, c.d, missing")
                        .of(Map.of("a", Arrays.asList("x", null), "c", Map.of("d", 5, "e", 6))))
                .containsExactly(Map.of("a", Arrays.asList("***", null), "c", Map.of("d", "***", "e", 6)));
        assertThat(mask("sha256", "a").of(Collections.singletonMap("a", null)))
                .containsExactly(Collections.singletonMap("a", null));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, a***@example.com",
        "@example.com, ***.com",
        "4111111111111111, ***1111",
        "1234567, ***",
        "'', ***"
    })
    void partOfATextStays(String text, String masked) throws Exception {
        assertThat(mask("partial", "a").of(Map.of("a", text))).containsExactly(Map.of("a", masked));
    }

    @Test
    void fieldHiddenInAnArrayOrATextRefusesTheRecord() throws Exception {
        assertThat(mask("redact", "users.mail").refusal(Map.of("users", List.of(Map.of("mail", "secret@example.com")))))
                .contains("`users.mail` cannot be reached, because `users` is an array")
                .doesNotContain("secret");
        assertThat(mask("redact", "data.user.mail").refusal(Map.of("data", "{\"user\":{}}")))
                .contains("`data` is not an object");
    }

    @Test
    void hashWithoutASaltIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new Actions().then("mask", "fields", "a").of(Map.of()))
                .rootCause()
                .hasMessageContaining("set tidemark.mask.salt");
    }

    @Test
    void valuesAndSaltAreNotInTheLog() throws Exception {
        try (LogLines log = new LogLines()) {
            mask("sha256", "a, missing").of(Map.of("a", "secret@example.com"));

            assertThat(log.all()).anyMatch(line -> line.contains("`missing`"));
            assertThat(log.all()).noneMatch(line -> line.contains("secret@example.com") || line.contains("CANARY"));
        }
    }
}
