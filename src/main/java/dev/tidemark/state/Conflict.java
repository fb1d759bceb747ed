package dev.tidemark.state;

import java.util.regex.Pattern;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

/** Recognizes errors by which a database reports that another process has written the same row. */
final class Conflict {

    /** DuckDB has no error codes. */
    private static final Pattern DUCKDB =
            Pattern.compile("(?s).*(TransactionContext|Constraint) Error: .*([Cc]onflict|[Dd]uplicate key).*");

    private Conflict() {}

    /** @param e of a statement, or of the end of a transaction */
    static boolean isCause(NestedRuntimeException e) {
        return e instanceof DuplicateKeyException
                || (e instanceof UncategorizedSQLException || e instanceof TransactionSystemException)
                        && DUCKDB.matcher(
                                        String.valueOf(e.getMostSpecificCause().getMessage()))
                                .matches();
    }
}
