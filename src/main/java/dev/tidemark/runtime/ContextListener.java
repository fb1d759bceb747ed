package dev.tidemark.runtime;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Runs an action on Camel's context before routes are loaded. */
final class ContextListener extends MainListenerSupport {

    private final Consumer<CamelContext> action;

    ContextListener(Consumer<CamelContext> action) {
        this.action = action;
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        action.accept(main.getCamelContext());
    }
}
