/** Many workers for one source: its ranges are distributed through a Kafka topic. */
@NullMarked
package dev.tidemark.kafka;

import org.jspecify.annotations.NullMarked;
