package dev.tidemark.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test with a Kafka that runs throughout its class. */
public abstract class RunningKafka {

    /** The broker of the class that runs. */
    @SuppressWarnings("NullAway.Init")
    protected static KafkaBroker kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = KafkaBroker.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }
}
