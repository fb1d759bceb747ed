package dev.tidemark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of an embedded database. Its driver creates a missing file, so a misspelt source would be an empty database. */
final class DatabaseFile {

    private static final Pattern H2 =
            Pattern.compile("jdbc:h2:(?:file:|(?!(?:mem|tcp|ssl|zip|nio|split|async)[a-zA-Z]*:))([^;]+).*");
    private static final Pattern DUCKDB = Pattern.compile("jdbc:duckdb:(?!:memory:)([^;?]+).*");

    private DatabaseFile() {}

    /** The file in an address, when it does not exist. */
    static Optional<Path> missing(String url) {
        Matcher h2 = H2.matcher(url);
        Matcher duckDb = DUCKDB.matcher(url);
        Optional<String> name = h2.matches()
                ? Optional.of(h2.group(1).replaceFirst("^~", System.getProperty("user.home")) + ".mv.db")
                : duckDb.matches() ? Optional.of(duckDb.group(1)) : Optional.empty();
        return name.map(Path::of).filter(Files::notExists);
    }
}
