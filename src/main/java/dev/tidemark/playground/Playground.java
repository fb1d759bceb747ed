package dev.tidemark.playground;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running practice API on 127.0.0.1. Its data depends only on its options, until a client (or {@link #touch},
 * {@link #insert}, {@link #delete}) changes it. Nothing is kept after {@link #close}. A response is written from a snapshot
 * of the data at the time of the request. Thread-safe.
 */
public final class Playground implements AutoCloseable {

    private static final int THREADS = 16;

    static {
        // Otherwise the JDK's server delays every small response by about 40 ms for the client's acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Delay delay;
    private final Users users;
    private final Credentials credentials;

    private Playground(HttpServer server, ExecutorService threads, Delay delay, Users users, Credentials credentials) {
        this.server = server;
        this.threads = threads;
        this.delay = delay;
        this.users = users;
        this.credentials = credentials;
    }

    /**
     * Starts serving, with credentials made from the seed.
     *
     * @throws BindException when the port is in use
     */
    public static Playground start(PlaygroundOptions options) throws IOException {
        return start(options, Credentials.generate(options.seed()));
    }

    /**
     * Starts serving, with the given credentials.
     *
     * @throws BindException when the port is in use
     */
    public static Playground start(PlaygroundOptions options, Credentials credentials) throws IOException {
        return start(options, credentials, Clock.systemUTC());
    }

    static Playground start(PlaygroundOptions options, Credentials credentials, Clock clock) throws IOException {
        HttpServer server = bind(options.port());
        Users users = new Users(options, clock);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new IncrementalEndpoints(users, new UserNumbers(options)).routes());
        routes.addAll(new PaginationEndpoints(users).routes());
        routes.add(new KeysetEndpoint(users).route());
        routes.addAll(new CursorEndpoints(options.seed(), clock).routes());
        routes.add(new HistoryEndpoint(options, clock).route());
        routes.addAll(new AuthEndpoints(users, credentials, new Sessions(options.seed(), clock)).routes());
        Shop shop = new Shop(options, clock);
        Login login = new Login("Bearer", credentials.bearerToken()::equals);
        routes.addAll(new ShopEndpoints(shop, options.seed(), login).routes());
        routes.addAll(new ControlEndpoints(users, shop).routes());
        RateLimit rateLimit = options.rateLimit() == 0 ? null : new RateLimit(options.rateLimit(), clock);

        AtomicInteger number = new AtomicInteger();
        // The playground has no Camel context.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "playground-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Delay delay = new Delay(options.latency());
        server.createContext("/", new Router(routes, delay, rateLimit));
        server.setExecutor(threads);
        server.start();
        return new Playground(server, threads, delay, users, credentials);
    }

    private static HttpServer bind(int port) throws IOException {
        InetAddress local = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        try {
            return HttpServer.create(new InetSocketAddress(local, port), 0);
        } catch (BindException e) {
            BindException clearer =
                    new BindException("Port " + port + " on 127.0.0.1 is in use (" + e.getMessage() + ")");
            clearer.initCause(e);
            throw clearer;
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public Credentials credentials() {
        return credentials;
    }

    /**
     * Changes the job of {@code n} users and gives them the same new {@code updatedAt}, later than any so far.
     *
     * @return the number of users; less than {@code n} when there are fewer users
     */
    public int touch(int n) {
        return users.touch(n);
    }

    /**
     * Adds {@code n} users, created and updated at one instant, later than any so far.
     *
     * @return the number of users
     */
    public int insert(int n) {
        return users.insert(n);
    }

    /**
     * Deletes {@code n} users permanently.
     *
     * @return the number of users; less than {@code n} when there are fewer users
     */
    public int delete(int n) {
        return users.delete(n);
    }

    /** Stops serving at once, and aborts running requests. */
    @Override
    public void close() {
        delay.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
