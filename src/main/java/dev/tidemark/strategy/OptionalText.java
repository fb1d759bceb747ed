package dev.tidemark.strategy;

import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.jspecify.annotations.Nullable;

/** A Kamelet's parameter that need not be given. */
public final class OptionalText {

    private OptionalText() {}

    /** The parameter; null when it is left out. {@code camel export} loads routes with a word of its own in its place. */
    public static @Nullable String of(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() || parameter.equals(PropertyConfigurerSupport.MAGIC_VALUE)
                ? null
                : parameter;
    }
}
