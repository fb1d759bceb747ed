package dev.tidemark.strategy.cursor;

import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.jspecify.annotations.Nullable;

/** An optional parameter of a Kamelet. */
public final class OptionalText {

    private OptionalText() {}

    /** The parameter; null when it is omitted. {@code camel export} loads routes with its own placeholder instead. */
    public static @Nullable String of(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() || parameter.equals(PropertyConfigurerSupport.MAGIC_VALUE)
                ? null
                : parameter;
    }
}
