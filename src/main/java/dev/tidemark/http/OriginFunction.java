package dev.tidemark.http;

import java.net.URI;
import org.apache.camel.spi.PropertiesFunction;

/** Resolves <code>{{origin:URL}}</code> to the scheme, host and port of an address. */
public final class OriginFunction implements PropertiesFunction {

    @Override
    public String getName() {
        return "origin";
    }

    @Override
    public String apply(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
