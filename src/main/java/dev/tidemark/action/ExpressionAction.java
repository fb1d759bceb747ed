package dev.tidemark.action;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/** An action by an expression, whose body is one record. It is compiled when the route is created. */
abstract class ExpressionAction extends RecordAction implements CamelContextAware {

    private String language = "simple";
    private @Nullable CamelContext context;
    private boolean compiled;

    ExpressionAction(String name) {
        super(name);
    }

    /** {@code simple}, or {@code groovy}, {@code jsonpath} or {@code jq} when Camel's module for it is there. */
    public final void setLanguage(String language) {
        this.language = language;
    }

    @Override
    public final void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public final @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public final synchronized void validate() {
        if (!compiled) {
            if (context == null) {
                throw new IllegalStateException("setCamelContext was not called");
            }
            compile(new RecordLanguage(context, language));
            compiled = true;
        }
    }

    /** Compiles the expression. */
    abstract void compile(RecordLanguage language);
}
