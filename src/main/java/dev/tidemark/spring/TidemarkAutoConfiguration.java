package dev.tidemark.spring;

import org.apache.camel.spi.PropertiesSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Found by Spring Boot on the class path: exposes the application's properties for Tidemark and its Kamelets to Camel.
 * Everything else is as in any other Camel context: the application's DataSource and transaction manager are beans of
 * Camel's registry.
 */
@Configuration(proxyBeanMethods = false)
public class TidemarkAutoConfiguration {

    /** A properties source that Camel finds in its registry. */
    @Bean
    PropertiesSource tidemarkProperties(ConfigurableEnvironment environment) {
        return new EnvironmentProperties(environment);
    }
}
