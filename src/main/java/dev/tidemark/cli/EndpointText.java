package dev.tidemark.cli;

import java.util.regex.Pattern;

/** What Camel says of an endpoint, without the values of its options and the login in its address, which may be secret. */
final class EndpointText {

    /** A value ends where the next option begins, in a URI or in a map. */
    private static final Pattern VALUE =
            Pattern.compile("((?:[?&{]|, )[\\w.-]+)=(?:RAW\\(.*?\\)|RAW\\{.*?}|(?:(?!, )[^&}\\s])*)");

    private static final Pattern LOGIN = Pattern.compile("//[^/?@\\s]+@");

    private EndpointText() {}

    static String masked(String message) {
        return VALUE.matcher(LOGIN.matcher(message).replaceAll("//***@")).replaceAll("$1");
    }
}
