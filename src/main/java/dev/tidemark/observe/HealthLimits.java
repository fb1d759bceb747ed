package dev.tidemark.observe;

import java.time.Duration;

/**
 * When a source is down.
 *
 * @param maxFailures so many failures in a row
 * @param maxStaleness its last success is older
 */
public record HealthLimits(int maxFailures, Duration maxStaleness) {}
