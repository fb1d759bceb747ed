/** One source over many workers: its ranges go through a Kafka topic. */
@NullMarked
package dev.tidemark.kafka;

import org.jspecify.annotations.NullMarked;
