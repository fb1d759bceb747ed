package dev.tidemark.spring;

import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The properties of Spring's environment that begin with {@code tidemark.} or {@code camel.kamelet.}. Camel can look up
 * single properties in that environment, but cannot list them.
 */
final class EnvironmentProperties implements LoadablePropertiesSource {

    private static final String OURS = "tidemark.";
    private static final String VARIABLES = "TIDEMARK_";
    private static final String KAMELETS = "camel.kamelet.";

    private final ConfigurableEnvironment environment;

    EnvironmentProperties(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String getName() {
        return "tidemark-spring-environment";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return isOurs(name) ? environment.getProperty(name) : null;
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties properties = new Properties();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(EnumerablePropertySource.class::cast)
                .forEach(source -> {
                    for (String written : source.getPropertyNames()) {
                        String name = named(written);
                        String value = isOurs(name) && filter.test(name) ? environment.getProperty(name) : null;
                        if (value != null) {
                            properties.setProperty(name, value);
                        }
                    }
                });
        return properties;
    }

    @Override
    public void reloadProperties(String location) {}

    /** Maps an environment variable to the property that Spring maps it to. */
    private static String named(String written) {
        return written.startsWith(VARIABLES) ? written.toLowerCase(Locale.ROOT).replace('_', '.') : written;
    }

    private static boolean isOurs(String name) {
        return name.startsWith(OURS) || name.startsWith(KAMELETS);
    }
}
