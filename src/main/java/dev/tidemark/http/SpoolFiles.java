package dev.tidemark.http;

import dev.tidemark.state.ProcessName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files of this process, and those left by killed processes of this host. Their names contain the host and the
 * process id: a directory may be shared with other hosts and containers, whose processes are unknown.
 */
final class SpoolFiles {

    static final String SUFFIX = ".json";

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFiles.class);
    private static final String START = "tidemark-page-";
    private static final Pattern NAME = Pattern.compile(START + "(.+)-(\\d+)-\\d+\\" + SUFFIX);

    /** The name prefix of this process. Leftover files of other processes are deleted before the first file is created. */
    static final String PREFIX = START + ProcessName.own().replaceFirst(":(\\d+)$", "-$1-");

    private static final Instant STARTED =
            ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

    static {
        deleteLeft(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private SpoolFiles() {}

    /**
     * Deletes the files that ended processes of this host and user left in a directory. Does not throw: the program does not
     * depend on it.
     */
    private static void deleteLeft(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, START + "*" + SUFFIX)) {
            UserPrincipal user = null;
            for (Path file : files) {
                user = user == null ? user(directory) : user;
                deleteIfLeft(file, user);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("could not delete temporary files of ended processes in {}: {}", directory, e.toString());
        }
    }

    private static boolean isLeft(Path file) throws IOException {
        Matcher parts = NAME.matcher(file.getFileName().toString());
        if (!parts.matches()) {
            return false;
        }
        String process = parts.group(1) + ":" + parts.group(2);
        // A restarted container has the same host and process id.
        return process.equals(ProcessName.own())
                ? Files.getLastModifiedTime(file).toInstant().isBefore(STARTED)
                : ProcessName.isGone(process);
    }

    /** The owner of the files that this process creates. */
    private static UserPrincipal user(Path directory) throws IOException {
        Path own = Files.createTempFile(directory, PREFIX, SUFFIX);
        try {
            return Files.getOwner(own);
        } finally {
            Files.delete(own);
        }
    }

    private static void deleteIfLeft(Path file, UserPrincipal user) throws IOException {
        try {
            if (isLeft(file) && Files.getOwner(file).equals(user)) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was already deleted", file);
        }
    }
}
