package dev.tidemark.cli;

import dev.tidemark.cli.output.Results;
import dev.tidemark.route.kamelet.KameletUse;
import dev.tidemark.runtime.CamelRuntime;
import dev.tidemark.runtime.Project;
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

/** Routes with the sinks of sources, without the sources. Each sink writes records as it does in its source's route. */
final class SinkRoutes implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate producer;
    private final Map<KameletUse, String> addresses = new HashMap<>();

    SinkRoutes(Project project) {
        context.disableJMX();
        project.config().databases().bind(context.getRegistry()::bind);
        // This bean prevents the creation of other beans from the configuration.
        context.getRegistry().bind("tidemark-state", project.tables().states());
        Properties settings = new Properties();
        settings.putAll(project.settings().all());
        context.getPropertiesComponent().setInitialProperties(settings);
        CamelRuntime.letConfigurationWin(context);
        context.getComponent("kamelet", KameletComponent.class).setLocation(CamelRuntime.kamelets(project.routes()));
        context.start();
        producer = context.createProducerTemplate();
    }

    /** @throws Exception when the chunk could not be written; none of its rows was then written */
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

    /** Adds a route as a route file would, so that parameters are read in the same way; JSON is valid YAML. */
    private void add(String address, KameletUse sink) throws Exception {
        Map<String, String> parameters = new TreeMap<>(sink.parameters());
        // Repeated refusals are expected.
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
