package dev.tidemark.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** An empty chunk that is sent before the first request, so that a Tidemark sink can check its table. */
final class SinkPreflight {

    private SinkPreflight() {}

    /**
     * Sends it.
     *
     * @param sync the exchange of a sync that has started
     * @throws RuntimeException when a sink reports that it could not write
     */
    static void at(List<? extends Endpoint> sinks, Exchange sync) {
        sinks.forEach(sink -> look(sync.getContext(), sink, sync));
    }

    private static void look(CamelContext context, Endpoint sink, Exchange sync) {
        Exchange look = sink.createExchange();
        look.getProperties().putAll(sync.getProperties());
        look.getMessage().setBody(List.of());
        try (ProducerTemplate template = context.createProducerTemplate(1)) {
            template.send(sink, look);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (look.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeException(look.getException());
        }
    }
}
