package dev.tidemark.cli;

import org.apache.camel.CamelContext;
import picocli.CommandLine.IVersionProvider;

/** The versions of the program and of Camel, from their jars. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "Tidemark " + of(Version.class) + " (Camel " + of(CamelContext.class) + ", Java " + Runtime.version() + ")"
        };
    }

    private static String of(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }
}
