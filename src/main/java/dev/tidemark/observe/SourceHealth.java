package dev.tidemark.observe;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The health of one source. No question of liveness: what is wrong with it is not mended by a restart. */
final class SourceHealth extends AbstractHealthCheck {

    private final String source;
    private final Board board;

    SourceHealth(String source, Board board) {
        super("tidemark", "source:" + source);
        this.source = source;
        this.board = board;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Reading reading = board.look();
        SourceStatus status = reading.byName().get(source);
        String fault = reading.fault() != null
                ? "its state cannot be read: " + reading.fault()
                : status == null ? null : status.fault();
        if (fault == null) {
            builder.up();
        } else {
            builder.message(fault).down();
        }
    }
}
