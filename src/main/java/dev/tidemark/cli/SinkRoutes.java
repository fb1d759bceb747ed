package dev.tidemark.cli;

import dev.tidemark.route.KameletUse;
import dev.tidemark.sink.Replay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The sinks of sources without the sources: each writes what it is given as it does at the end of its source's route. */
final class SinkRoutes implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate producer;
    private final Map<KameletUse, String> addresses = new HashMap<>();

    SinkRoutes(Project setup) {
        context.disableJMX();
        setup.databases().bind(context.getRegistry()::bind);
        // With it there, nothing else makes beans from the configuration.
        context.getRegistry().bind("tidemark-state", setup.states());
        Properties settings = new Properties();
        settings.putAll(setup.settings().all());
        context.getPropertiesComponent().setInitialProperties(settings);
        CamelRuntime.letConfigurationWin(context);
        context.getComponent("kamelet", KameletComponent.class).setLocation(CamelRuntime.kamelets(setup.routes()));
        context.start();
        producer = context.createProducerTemplate();
    }

    /** @throws Exception when the chunk could not be written; nothing of it was then */
    void write(KameletUse sink, Replay replay) throws Exception {
        String address = addresses.get(sink);
        if (address == null) {
            address = "direct:sink-" + addresses.size();
            add(address, sink);
            addresses.put(sink, address);
        }
        Exchange done = producer.send(address, replay::begin);
        if (done.getException() != null) {
            throw done.getException();
        }
    }

    /** As a route file would, so that parameters are read alike; JSON is YAML too. */
    private void add(String address, KameletUse sink) throws Exception {
        Map<String, String> parameters = new TreeMap<>(sink.parameters());
        // Those that are refused again are no news.
        parameters.put("maxRejectRatio", "1");
        Map<String, Object> to = Map.of("uri", "kamelet:" + sink.kamelet(), "parameters", parameters);
        Map<String, Object> from = Map.of("uri", address, "steps", List.of(Map.of("to", to)));
        Map<String, Object> handler = Map.of("noErrorHandler", Map.of());
        String yaml = Results.json(List.of(Map.of("route", Map.of("errorHandler", handler, "from", from))));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("sink.yaml", yaml));
    }

    @Override
    public void close() {
        context.stop();
    }
}
