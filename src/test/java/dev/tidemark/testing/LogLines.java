package dev.tidemark.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What Tidemark logs from INFO on, from here to the {@link #close}. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig logger = context.getConfiguration().getLoggerConfig("dev.tidemark");
    private final AbstractAppender appender =
            new AbstractAppender("lines-" + System.nanoTime(), null, null, true, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
                }
            };

    public LogLines() {
        appender.start();
        logger.addAppender(appender, null, null);
    }

    /** Each with its level. */
    public List<String> all() {
        return lines;
    }

    @Override
    public void close() {
        logger.removeAppender(appender.getName());
        appender.stop();
    }
}
