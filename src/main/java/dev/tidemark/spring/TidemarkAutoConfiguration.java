package dev.tidemark.spring;

import org.apache.camel.spi.PropertiesSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Found by Spring Boot on the class path: lets Camel see the application's properties of Tidemark and of its Kamelets. All else
 * is as in any other Camel context: the application's DataSource and transaction manager are beans of Camel's registry.
 */
@Configuration(proxyBeanMethods = false)
public class TidemarkAutoConfiguration {

    /** A source of properties that Camel finds in its registry. */
    @Bean
    PropertiesSource tidemarkProperties(ConfigurableEnvironment environment) {
        return new EnvironmentProperties(environment);
    }
}
