package dev.tidemark.sync;

/** All exchange properties that Tidemark sets. */
public final class ExchangeKeys {

    /** The {@link SyncRun}. */
    static final String RUN = "TidemarkSync";

    /** The field that has the cursor in the records of the message, when an action moved it; empty when none has. */
    static final String CURSOR_FIELD = "TidemarkCursorField";

    /** The source's name, for the log. */
    static final String LOG_SOURCE = "source";

    /** The sync's id, for the log. */
    static final String LOG_SYNC = "sync";

    /** The keys of every line that a sync logs, separated by commas. */
    public static final String LOGGED = LOG_SOURCE + "," + LOG_SYNC;

    /** The statement that reads a page from a database. */
    public static final String STATEMENT = "TidemarkStatement";

    /** The transaction that a sink writes in. */
    public static final String TRANSACTION = "TidemarkTransaction";

    /** The rejects that are written again. */
    public static final String REPLAY = "TidemarkReplay";

    private ExchangeKeys() {}
}
