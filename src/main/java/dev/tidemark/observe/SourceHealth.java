package dev.tidemark.observe;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The health of one source. No question of liveness: what is wrong with it is not mended by a restart. */
final class SourceHealth extends AbstractHealthCheck {

    private final String source;
    private final StatusCache board;

    SourceHealth(String source, StatusCache board) {
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
        StatusSnapshot reading = board.look();
        String fault = reading.faultOf(reading.byName().get(source));
        if (fault == null) {
            builder.up();
        } else {
            builder.message(fault).down();
        }
    }
}
