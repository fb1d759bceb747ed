package dev.tidemark.state;

import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;

/** Recognizes errors by which a database reports that another process has written the same row. */
final class Conflict {

    /** DuckDB has no error codes. */
    private static final Pattern DUCKDB =
            Pattern.compile("(?s).*(TransactionContext|Constraint) Error: .*([Cc]onflict|[Dd]uplicate key).*");

    private Conflict() {}

    static boolean isCause(DataAccessException e) {
        return e instanceof DuplicateKeyException
                || (e instanceof UncategorizedSQLException
                        && DUCKDB.matcher(String.valueOf(e.getMessage())).matches());
    }
}
