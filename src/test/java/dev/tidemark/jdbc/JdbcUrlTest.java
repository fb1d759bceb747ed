package dev.tidemark.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.text.Secrets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "jdbc:h2:./data/tidemark;AUTO_SERVER=TRUE -> jdbc:h2:./data/tidemark;AUTO_SERVER=TRUE",
                "jdbc:h2:./a@b/tidemark;USER=sa;PASSWORD=p&w d;MODE=MySQL"
                        + " -> jdbc:h2:./a@b/tidemark;USER=***;PASSWORD=***;MODE=MySQL",
                "jdbc:postgresql://db:5432/x?user=bob&password=s;cret&ssl=true"
                        + " -> jdbc:postgresql://db:5432/x?user=***&password=***&ssl=true",
                "jdbc:postgresql://db/x?sslpassword=a=b -> jdbc:postgresql://db/x?sslpassword=***",
                "jdbc:mariadb://bob:s/cr@t@db/x?useSsl=true -> jdbc:mariadb://***@db/x?useSsl=true",
                "jdbc:oracle:thin:scott/tiger@//db:1521/x -> jdbc:oracle:thin:***@//db:1521/x",
                "jdbc:duckdb:md:x?motherduck_token=abc -> jdbc:duckdb:md:x?motherduck_token=***"
            })
    void neitherUserNorPasswordIsShown(String url, String shown) {
        assertThat(JdbcUrl.shown(url)).isEqualTo(shown);
    }

    @Test
    void messagesOfADriverDoNotRepeatThePasswordInTheAddress() {
        String url = "jdbc:h2:mem:x;USER=sa;PASSWORD=in-the-address";
        Databases.of(Map.of("tidemark.datasource.destination.url", url), new ArrayList<>())
                .close();

        assertThat(Secrets.masked("cannot open " + url)).endsWith(";PASSWORD=***");
        assertThat(JdbcUrl.passwords("jdbc:mariadb://bob:s/cr@t@db/x?password=other"))
                .containsExactly("s/cr@t", "other");
    }
}
