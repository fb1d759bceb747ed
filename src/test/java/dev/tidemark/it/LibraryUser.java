package dev.tidemark.it;

import dev.tidemark.state.SyncResult;
import dev.tidemark.sync.SyncListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A program that uses the Kamelets and knows nothing else of Tidemark: a plain context with properties and route files. */
public final class LibraryUser {

    private LibraryUser() {}

    /**
     * Prints how the first sync of each source ended, and exits with 0 when all ended well.
     *
     * @param arguments where files of properties lie, with commas between them, and the route files, one source each
     */
    public static void main(String[] arguments) throws Exception {
        BlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();
        boolean well = true;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.getPropertiesComponent().setLocation(arguments[0]);
            context.getRegistry().bind("results", (SyncListener) results::add);
            for (int i = 1; i < arguments.length; i++) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromString(
                                "routes-" + i + ".yaml", Files.readString(Path.of(arguments[i]))));
            }
            context.start();
            for (int i = 1; i < arguments.length; i++) {
                SyncResult result = Objects.requireNonNull(results.poll(2, TimeUnit.MINUTES), "no sync ended");
                System.out.println(result.source() + ": " + (result.error() == null ? "ok" : result.error()));
                well &= result.error() == null;
            }
        }
        System.exit(well ? 0 : 1);
    }
}
