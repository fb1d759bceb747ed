package dev.tidemark.it;

import dev.tidemark.playground.Playground;
import dev.tidemark.playground.PlaygroundOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The practice API, a database with a table of its users, and a workplace between them, new for each test. */
abstract class WithUsers {

    Playground api;
    DatabaseServer server;
    UserTable table;
    Workplace workplace;

    @BeforeEach
    final void open(@TempDir Path directory) throws Exception {
        api = Playground.start(options());
        server = new DatabaseServer();
        String url = server.url(directory.getFileName().toString());
        table = new UserTable(url);
        workplace = new Workplace(directory).database(url);
    }

    @AfterEach
    final void close() throws Exception {
        table.close();
        server.close();
        api.close();
    }

    PlaygroundOptions options() {
        return PlaygroundOptions.defaults().withPort(0);
    }

    /** A source of the practice API by the strategy timestamp. */
    UserSource source(String name, String path) {
        return UserSource.of(name, api.url() + path);
    }
}
