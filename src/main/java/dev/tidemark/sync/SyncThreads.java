package dev.tidemark.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;

/** The maximum number of concurrent syncs in a context, and the threads that run them. */
public record SyncThreads(ExecutorService threads) {

    /** The key of the maximum number of concurrent syncs. */
    public static final String KEY = "tidemark.maxConcurrentSyncs";

    private static final int COUNT = 16;
    private static final int MOST = 1000;
    private static final long KEEP_ALIVE_SECONDS = 30;

    /** The threads of a context, created when it has none yet, and ended with it. */
    static synchronized SyncThreads of(CamelContext context) {
        SyncThreads there = context.getCamelContextExtension().getContextPlugin(SyncThreads.class);
        if (there == null) {
            String value = context.getPropertiesComponent().resolveProperty(KEY).orElse(Integer.toString(COUNT));
            int count = count(Map.of(KEY, context.resolvePropertyPlaceholders(value)), new ArrayList<>());
            there = new SyncThreads(context.getExecutorServiceManager()
                    .newThreadPool(
                            context,
                            "Sync",
                            new ThreadPoolProfileBuilder("tidemark")
                                    .poolSize(count)
                                    .maxPoolSize(count)
                                    .maxQueueSize(-1)
                                    .keepAliveTime(KEEP_ALIVE_SECONDS)
                                    .allowCoreThreadTimeOut(true)
                                    .build()));
            ContextParts.put(context, SyncThreads.class, there);
        }
        return there;
    }

    void execute(Runnable sync) {
        threads.execute(sync);
    }

    /**
     * Reads the configuration.
     *
     * @param properties resolved values by their full keys
     * @param problems receives a sentence when the value is wrong
     */
    public static int count(Map<String, String> properties, List<String> problems) {
        String value = properties.getOrDefault(KEY, Integer.toString(COUNT)).strip();
        if (value.matches("[1-9]\\d{0,3}") && Integer.parseInt(value) <= MOST) {
            return Integer.parseInt(value);
        }
        problems.add(KEY + " is `" + value + "`, not a whole number from 1 to " + MOST);
        return COUNT;
    }
}
