package dev.tidemark.kafka;

import dev.tidemark.sync.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The broker's information on a topic. */
final class KafkaTopic {

    /** Long enough for a busy broker or host; short enough to report an absent one soon. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private KafkaTopic() {}

    /**
     * The number of partitions of a topic.
     *
     * @param uri {@code kafka:TOPIC}
     * @throws IllegalStateException when there is no such topic, or no broker is configured; the message says what to do
     * @throws UncheckedIOException when the broker does not respond
     */
    static int partitions(CamelContext context, String uri) {
        return ask(
                context,
                uri,
                (admin, topic) -> admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .mapToInt(description -> description.partitions().size())
                        .sum());
    }

    /** The current number of consumers in a group. */
    static int members(CamelContext context, String uri, String group) {
        return ask(context, uri, (admin, topic) -> {
            try {
                return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                        .mapToInt(description -> description.members().size())
                        .sum();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return 0;
                }
                throw e;
            }
        });
    }

    private interface Question {
        int ask(Admin admin, String topic) throws ExecutionException, InterruptedException;
    }

    private static int ask(CamelContext context, String uri, Question question) {
        KafkaConfiguration configuration =
                context.getEndpoint(uri, KafkaEndpoint.class).getConfiguration();
        String topic = configuration.getTopic();
        String brokers = configuration.getBrokers();
        if (brokers == null) {
            throw new IllegalStateException(
                    "ranges is " + uri + ", and no broker is configured; set camel.component.kafka.brokers");
        }
        try (Admin admin = Admin.create(properties(configuration, brokers))) {
            return question.ask(admin, topic);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownTopicOrPartitionException
                    ? new IllegalStateException(
                            "ranges is " + uri + ", and " + brokers + " has no such topic; create it with one"
                                    + " partition per worker: kafka-topics.sh --create --topic "
                                    + topic + " --partitions 8 --bootstrap-server " + brokers)
                    : unreachable(uri, brokers, e);
        } catch (KafkaException e) {
            throw unreachable(uri, brokers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while querying " + brokers, e);
        }
    }

    /** The settings of a producer, which include the login, with shorter timeouts. */
    private static Properties properties(KafkaConfiguration configuration, String brokers) {
        Properties properties = new Properties();
        configuration.createProducerProperties().forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(String.valueOf(key))) {
                properties.put(key, value);
            }
        });
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return properties;
    }

    private static UncheckedIOException unreachable(String uri, String brokers, Exception thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        String message = "ranges is " + uri + ", and no Kafka broker responds at " + brokers + " ("
                + Failure.text(cause) + "); check camel.component.kafka.brokers, and that it is running";
        // Without its cause, which Camel would report instead.
        return new UncheckedIOException(message, new IOException(message));
    }
}
