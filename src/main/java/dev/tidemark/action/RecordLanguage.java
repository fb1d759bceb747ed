package dev.tidemark.action;

import dev.tidemark.text.SafeText;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;

/** A language of Camel's in which expressions on records are written. */
final class RecordLanguage {

    private static final List<String> NAMES = List.of("simple", "groovy", "jsonpath", "jq");

    private final CamelContext context;
    private final String name;
    private final Language language;

    /**
     * Finds the language.
     *
     * @throws IllegalArgumentException when it is unknown
     * @throws org.apache.camel.NoSuchLanguageException when Camel's module for it is missing
     */
    RecordLanguage(CamelContext context, String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "language is " + SafeText.quoted(name) + ", which is not one of " + String.join(", ", NAMES));
        }
        this.context = context;
        this.name = name;
        this.language = context.resolveLanguage(name);
    }

    /**
     * Compiles a condition.
     *
     * @param parameter its name, for the message
     * @throws IllegalArgumentException when it does not compile
     */
    Predicate predicate(String parameter, String text) {
        return compiled(parameter, text, () -> {
            Predicate predicate = language.createPredicate(text);
            predicate.init(context);
            return predicate;
        });
    }

    /**
     * Compiles an expression.
     *
     * @param parameter its name, for the message
     * @throws IllegalArgumentException when it does not compile
     */
    Expression expression(String parameter, String text) {
        return compiled(parameter, text, () -> {
            Expression expression = language.createExpression(text);
            expression.init(context);
            return expression;
        });
    }

    private interface Compiler<T> {
        T compile() throws Exception;
    }

    private <T> T compiled(String parameter, String text, Compiler<T> compiler) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(parameter + " is empty");
        }
        try {
            if (name.equals("groovy")) {
                parseGroovy(text);
            }
            return compiler.compile();
        } catch (Exception e) {
            // Without the cause, which a report of mistakes would show alone.
            throw new IllegalArgumentException(parameter + " is not valid in the language " + name + ": " + message(e));
        }
    }

    /** Camel would compile it for the first record. */
    private void parseGroovy(String text) throws ReflectiveOperationException, ClassNotFoundException {
        Class<?> shell = context.getClassResolver().resolveMandatoryClass("groovy.lang.GroovyShell");
        shell.getMethod("parse", String.class).invoke(shell.getConstructor().newInstance(), text);
    }

    /** What is wrong, on one line. */
    static String message(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return SafeText.excerpt(message == null ? cause.getClass().getSimpleName() : message);
    }
}
