package dev.tidemark.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.component.PropertyConfigurerSupport;

/** Resolves <code>{{origin:URL}}</code> to the scheme, host and port of an address. */
public final class OriginFunction implements PropertiesFunction {

    /** {@code camel export} loads routes with its own text in place of placeholders, and requests nothing. */
    private static final String EXPORTED = "http://exported";

    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*");

    @Override
    public String getName() {
        return "origin";
    }

    @Override
    public String apply(String url) {
        // Separated from the closing braces, because a path may end with one.
        return origin(url.strip());
    }

    /** The part before the path, which may have placeholders. */
    static String origin(String url) {
        if (url.contains(PropertyConfigurerSupport.MAGIC_VALUE)) {
            return EXPORTED;
        }
        Matcher origin = ORIGIN.matcher(url);
        if (!origin.lookingAt() || origin.group().matches(".*[{}].*")) {
            throw new IllegalArgumentException(
                    "url does not begin with http:// or https:// and a host without placeholders; only its path may"
                            + " have some, such as {page}");
        }
        return origin.group();
    }
}
