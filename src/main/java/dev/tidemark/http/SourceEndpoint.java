package dev.tidemark.http;

import dev.tidemark.sync.PageSource;
import dev.tidemark.sync.SyncRun;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Responds to a source's request with the page that was read ahead, if there is one. */
final class SourceEndpoint extends DefaultEndpoint implements DelegateEndpoint {

    private final Endpoint api;
    private final NamedClient client;

    /**
     * Creates an endpoint that replaces another one.
     *
     * @param api the endpoint to request when nothing was read ahead
     * @param client the client of the requests
     */
    SourceEndpoint(Endpoint api, NamedClient client) {
        this.api = api;
        this.client = client;
        setCamelContext(api.getCamelContext());
        setEndpointUri(api.getEndpointUri());
    }

    @Override
    public Endpoint getEndpoint() {
        return api;
    }

    @Override
    public Producer createProducer() throws Exception {
        return new SynchronousDelegateProducer(api.createProducer()) {
            @Override
            public void process(Exchange exchange) throws Exception {
                SyncRun run = SyncRun.find(exchange);
                if (run == null || !isReadAhead(run.pages())) {
                    super.process(exchange);
                } else {
                    run.pages().take(exchange);
                }
            }
        };
    }

    /** Steps of the source's route may make their own requests, through other clients. */
    private boolean isReadAhead(PageSource pages) {
        pages.requestedBy(client);
        return pages.isRequestedBy(client) && pages.isReadAhead();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return api.createConsumer(processor);
    }

    @Override
    public boolean isLenientProperties() {
        return api.isLenientProperties();
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(api);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(api);
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(api);
    }
}
