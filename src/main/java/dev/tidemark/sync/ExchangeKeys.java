package dev.tidemark.sync;

/** The exchange properties that Tidemark sets, all of them. */
public final class ExchangeKeys {

    /** The {@link SyncRun}. */
    static final String RUN = "TidemarkSync";

    /** The source's name, for the log. */
    static final String LOG_SOURCE = "source";

    /** The sync's id, for the log. */
    static final String LOG_SYNC = "sync";

    /** Those that belong on every line that a sync logs, with commas between them. */
    public static final String LOGGED = LOG_SOURCE + "," + LOG_SYNC;

    /** The statement that a page is read by from a database. */
    public static final String STATEMENT = "TidemarkStatement";

    /** The transaction that a sink writes in. */
    public static final String TRANSACTION = "TidemarkTransaction";

    /** The rejects that are written again. */
    public static final String REPLAY = "TidemarkReplay";

    private ExchangeKeys() {}
}
