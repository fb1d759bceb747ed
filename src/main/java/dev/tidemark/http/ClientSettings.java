package dev.tidemark.http;

import dev.tidemark.json.JsonPath;
import dev.tidemark.route.yaml.DurationText;
import dev.tidemark.route.yaml.JsonText;
import dev.tidemark.route.yaml.Suggestion;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** The settings of one profile, read by type. Each method names the key when its value is wrong. */
final class ClientSettings {

    static final String HEADERS = "headers.";

    private static final Set<String> OF_ALL = Set.of(
            "auth",
            "connectTimeout",
            "responseTimeout",
            "deadline",
            "maxRetries",
            "retryDelay",
            "maxWait",
            "rateLimit",
            "maxConcurrent",
            "maxResponseBytes",
            "proxy",
            "trustStore",
            "trustStorePassword",
            "userAgent",
            "cookies");

    private static final Map<String, Set<String>> OF_AUTH = new TreeMap<>(Map.of(
            "none", Set.of(),
            "basic", Set.of("username", "password"),
            "bearer", Set.of("token"),
            "api-key", Set.of("apiKey", "apiKeyHeader", "apiKeyParam"),
            "oauth2", Set.of("tokenUrl", "clientId", "clientSecret", "scope", "refreshToken"),
            "session", Set.of("loginUrl", "loginBody", "tokenPath", "tokenHeader", "tokenPrefix"),
            "mtls", Set.of("keyStore", "keyStorePassword")));

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMG]?)B?", Pattern.CASE_INSENSITIVE);

    /** After the colon of a JSON document, or after the equals sign of a form. */
    private static final Pattern TEXT_VALUE = Pattern.compile("[:=]\\s*\"?([^\"&]+)");

    private final String name;
    private final Map<String, String> values;

    ClientSettings(String name, Map<String, String> values) {
        this.name = name;
        this.values = values;
    }

    /** The type of login, after a check that all keys belong to it. */
    String auth() {
        String auth = values.getOrDefault("auth", "none");
        Set<String> own = OF_AUTH.get(auth);
        if (own == null) {
            throw wrong(
                    "auth",
                    "is `" + auth + "`, which is not one of " + String.join(", ", OF_AUTH.keySet())
                            + Suggestion.didYouMean(auth, OF_AUTH.keySet()));
        }
        for (String key : values.keySet()) {
            if (key.startsWith(HEADERS)) {
                if (!HEADER_NAME.matcher(key.substring(HEADERS.length())).matches()) {
                    throw wrong(key, "has no header name after headers.");
                }
            } else if (!OF_ALL.contains(key) && !own.contains(key)) {
                throw wrong(key, "is not known" + hint(key, auth));
            }
        }
        return auth;
    }

    private static String hint(String key, String auth) {
        List<String> others = OF_AUTH.entrySet().stream()
                .filter(each -> each.getValue().contains(key))
                .map(Map.Entry::getKey)
                .toList();
        if (!others.isEmpty()) {
            return " with auth=" + auth + "; it belongs to auth=" + String.join(", ", others);
        }
        Set<String> known = new TreeSet<>(OF_ALL);
        OF_AUTH.values().forEach(known::addAll);
        return Suggestion.didYouMean(key, known) + " (known: " + String.join(", ", known) + ", " + HEADERS + "NAME)";
    }

    @Nullable
    String find(String key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String key) {
        String value = find(key);
        if (value == null || value.isBlank()) {
            throw wrong(key, "is missing or empty, and auth=" + values.getOrDefault("auth", "none") + " needs it");
        }
        return value;
    }

    /** The headers of every request. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(HEADERS)) {
                headers.put(key.substring(HEADERS.length()), header(key, value));
            }
        });
        return headers;
    }

    /** The name of the header that the login sets; it must not be set twice. */
    String loginHeader(String header) {
        for (String key : values.keySet()) {
            if (key.equalsIgnoreCase(HEADERS + header)) {
                throw wrong(
                        key,
                        "conflicts with auth=" + values.get("auth") + ", which sets that header itself; remove"
                                + " one of the two");
            }
        }
        return header;
    }

    /** The body of a login: JSON when it begins with a brace. */
    String loginBody() {
        String body = required("loginBody").strip();
        if (JsonText.begins(body) && JsonText.read(body) == null) {
            throw wrong(
                    "loginBody",
                    "begins with a brace and is not JSON (not shown); quote each text, including placeholders:"
                            + " {\"password\": \"{{env:PASSWORD}}\"}");
        }
        return body;
    }

    /** The body of a login, and each text in it when it is JSON. */
    List<String> loginSecrets() {
        String body = find("loginBody");
        List<String> secrets = new ArrayList<>();
        if (body != null) {
            secrets.add(body);
            secrets.addAll(JsonText.texts(body));
            Matcher text = TEXT_VALUE.matcher(body);
            while (text.find()) {
                secrets.add(text.group(1));
            }
        }
        return secrets;
    }

    /** A value that is valid in a header. */
    String header(String key, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw wrong(key, "contains a line break or control character");
        }
        return value;
    }

    Duration duration(String key, Duration byDefault) {
        String text = find(key);
        if (text == null) {
            return byDefault;
        }
        if (text.matches("\\d{1,15}")) {
            throw wrong(key, "is `" + text + "`, which has no unit; did you mean `" + text + "s`?");
        }
        if (!DurationText.isValid(text) || TimeUtils.toMilliSeconds(text) < 1) {
            throw wrong(key, "is `" + text + "`, not a duration such as 60s, 5m or 500ms");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    int number(String key, int byDefault, int least, int most) {
        String text = find(key);
        if (text == null) {
            return byDefault;
        }
        if (!text.strip().matches("\\d{1,9}")
                || Integer.parseInt(text.strip()) < least
                || Integer.parseInt(text.strip()) > most) {
            throw wrong(key, "is `" + text + "`, not a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text.strip());
    }

    boolean flag(String key) {
        String text = find(key);
        if (text != null && !text.strip().matches("(?i)true|false")) {
            throw wrong(key, "is `" + text + "`, neither true nor false");
        }
        return text != null && Boolean.parseBoolean(text.strip());
    }

    long bytes(String key, long byDefault) {
        String text = find(key);
        if (text == null) {
            return byDefault;
        }
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
            throw wrong(key, "is `" + text + "`, not a size such as 500MB or 2GB");
        }
        int power = " KMG"
                .indexOf(
                        size.group(2).toUpperCase(Locale.ROOT).isEmpty()
                                ? " "
                                : size.group(2).toUpperCase(Locale.ROOT));
        return Long.parseLong(size.group(1)) << (10 * power);
    }

    @Nullable
    RateLimit rate(String key) {
        String text = find(key);
        try {
            return text == null ? null : RateLimit.of(text);
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is `" + text + "`, " + e.getMessage());
        }
    }

    JsonPath path(String key, String byDefault) {
        String text = find(key);
        try {
            return JsonPath.of(text == null ? byDefault : text);
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is wrong: " + e.getMessage());
        }
    }

    /** A required address. */
    URI url(String key) {
        String text = required(key);
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null
                    || !uri.getScheme().toLowerCase(Locale.ROOT).matches("https?")) {
                throw wrong(key, "does not begin with https:// (or http://)");
            }
            if (uri.getRawUserInfo() != null
                    || String.valueOf(uri.getRawAuthority()).contains("@")) {
                throw wrong(key, "contains a user or password" + elsewhere(key));
            }
            if (uri.getHost() == null) {
                throw wrong(key, "has no host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw wrong(key, "is not a valid address: " + e.getReason());
        }
    }

    private String elsewhere(String key) {
        return key.equals("proxy")
                ? "; a proxy that requires a login is not supported"
                : "; use " + keys("username", "password") + " or similar keys";
    }

    /** A readable file. */
    Path file(String key) {
        Path path = Path.of(required(key));
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw wrong(key, "is " + path.toAbsolutePath() + ", which is not a readable file");
        }
        return path;
    }

    IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(keys(key) + " " + what);
    }

    /** The profile's name in messages. */
    String client() {
        return "client `" + name + "`";
    }

    /** The full keys of these, for a message. */
    String keys(String... keys) {
        return Arrays.stream(keys).map(key -> Clients.PREFIX + name + "." + key).collect(Collectors.joining(", "));
    }
}
