package dev.tidemark.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:h2:mem:x | H2",
                "jdbc:h2:./data/x;MODE=MySQL | H2",
                "jdbc:postgresql://ann:pw@host:5432/mysql | POSTGRESQL",
                "jdbc:pgsql://host/x | POSTGRESQL",
                "jdbc:mariadb://host/x | MARIADB",
                "jdbc:mysql:replication://a,b/x | MYSQL",
                "jdbc:duckdb: | DUCKDB",
                "jdbc:sqlite:x.db | SQLITE",
                "jdbc:p6spy:postgresql://host/x | POSTGRESQL",
                "jdbc:tc:mysql:8://host/x | MYSQL",
                "jdbc:hsqldb:mem:h2 | OTHER",
                "jdbc:oracle:thin:@host:1521/h2 | OTHER",
                "jdbc:sqlserver://host;databaseName=h2: | OTHER",
            })
    void theProductIsThatOfTheInnermostKnownDriver(String url, Product product) {
        assertThat(Product.ofUrl(url)).isEqualTo(product);
    }
}
