package dev.tidemark.cli;

import java.util.regex.Pattern;

/** Masks option values and the login in Camel's messages about endpoints, since they may be secret. */
final class EndpointText {

    /** A value ends where the next option starts, in a URI or in a map. */
    private static final Pattern VALUE =
            Pattern.compile("((?:[?&{]|, )[\\w.-]+)=(?:RAW\\(.*?\\)|RAW\\{.*?}|(?:(?!, )[^&}\\s])*)");

    private static final Pattern LOGIN = Pattern.compile("//[^/?@\\s]+@");

    private EndpointText() {}

    static String masked(String message) {
        return VALUE.matcher(LOGIN.matcher(message).replaceAll("//***@")).replaceAll("$1");
    }
}
