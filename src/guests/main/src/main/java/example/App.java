package example;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.camel.main.Main;

/** An application on Camel Main that writes to its own database. */
public final class App {

    private App() {}

    public static void main(String[] args) throws Exception {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(System.getenv("DATABASE_URL"));
        database.setUsername(System.getenv("DATABASE_USER"));
        database.setPassword(System.getenv("DATABASE_PASSWORD"));

        Main main = new Main(App.class);
        main.bind("destination", database);
        main.run(args);
    }
}
