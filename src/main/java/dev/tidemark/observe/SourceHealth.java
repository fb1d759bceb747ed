package dev.tidemark.observe;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The health of one source. It is not a liveness check: a restart does not fix a source. */
final class SourceHealth extends AbstractHealthCheck {

    private final String source;
    private final StatusCache cache;

    SourceHealth(String source, StatusCache cache) {
        super("tidemark", "source:" + source);
        this.source = source;
        this.cache = cache;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        StatusSnapshot snapshot = cache.look();
        String fault = snapshot.faultOf(snapshot.byName().get(source));
        if (fault == null) {
            builder.up();
        } else {
            builder.message(fault).down();
        }
    }
}
