package dev.tidemark.jdbc;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** JDBC URLs, which may contain a login in several formats. */
public final class JdbcUrl {

    /** {@code jdbc:NAME://user:password@host}, {@code jdbc:oracle:thin:user/password@host} */
    private static final Pattern LOGIN = Pattern.compile("(?<=//|:thin:)([^?;:/@]*)([:/])?([^?;]*)@");

    private static final String SECRET = "\\w*(?:pass|pwd|secret|token)\\w*";

    /** A value ends at the next parameter: it may contain one of the two separators. */
    private static final String VALUE = "(.*?)(?=[?&;]\\w+=|$)";

    private static final Pattern PASSWORD = Pattern.compile("(?i)(?<=[?&;])(" + SECRET + ")=" + VALUE);
    private static final Pattern PARAMETER = Pattern.compile("(?i)(?<=[?&;])(user\\w*|uid|" + SECRET + ")=" + VALUE);

    private JdbcUrl() {}

    /** The URL for display, without user and password. */
    public static String shown(String url) {
        return PARAMETER.matcher(LOGIN.matcher(url).replaceAll("***@")).replaceAll("$1=***");
    }

    /** The passwords in the URL. */
    static List<String> passwords(String url) {
        return Stream.concat(
                        LOGIN.matcher(url).results().map(login -> login.group(3)),
                        PASSWORD.matcher(url).results().map((MatchResult parameter) -> parameter.group(2)))
                .filter(password -> !password.isEmpty())
                .toList();
    }
}
