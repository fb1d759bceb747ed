package dev.tidemark.observe;

import java.time.Duration;

/**
 * When a source is down.
 *
 * @param maxFailures the number of consecutive failures at which it is down
 * @param maxStaleness the age of the last success beyond which it is down
 */
public record HealthLimits(int maxFailures, Duration maxStaleness) {}
