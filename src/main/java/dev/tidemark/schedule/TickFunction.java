package dev.tidemark.schedule;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Resolves <code>{{tick:SCHEDULE AFTER|PERIOD}}</code> to the period of a source's timer: a source with a schedule, or one
 * that follows another, ticks every second.
 */
public final class TickFunction implements PropertiesFunction {

    private static final String SECOND = "1s";

    @Override
    public String getName() {
        return "tick";
    }

    @Override
    public String apply(String timing) {
        int mark = timing.lastIndexOf('|');
        return timing.substring(0, mark).isBlank() ? timing.substring(mark + 1) : SECOND;
    }
}
