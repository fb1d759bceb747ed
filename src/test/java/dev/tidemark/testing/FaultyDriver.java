package dev.tidemark.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * A JDBC driver over another ({@code jdbc:faulty:h2:...}) whose next commit after a write of the state can be made to fail, as a
 * database fails that finds out at the commit: everything of the transaction is rolled back.
 */
public final class FaultyDriver implements Driver {

    private static final String PREFIX = "jdbc:faulty:";

    private static final AtomicBoolean ARMED = new AtomicBoolean();
    private static final AtomicBoolean STATE_WRITTEN = new AtomicBoolean();

    private static volatile String sqlState = "";
    private static volatile boolean committed;

    static {
        try {
            DriverManager.registerDriver(new FaultyDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private FaultyDriver() {}

    /** The address of a database through this driver. */
    static String over(String url) {
        return url.replaceFirst("^jdbc:", PREFIX);
    }

    /** Lets the first commit that comes after the next write of the state fail, once. */
    public static void failCommitAfterNextCheckpoint() {
        failCommitAfterNextCheckpoint("40000", false);
    }

    /**
     * Lets it fail with that SQLState.
     *
     * @param done whether the database commits all the same, as when the connection breaks before it has responded
     */
    public static void failCommitAfterNextCheckpoint(String state, boolean done) {
        sqlState = state;
        committed = done;
        STATE_WRITTEN.set(false);
        ARMED.set(true);
    }

    /** Whether the commit that should fail is still to come. */
    public static boolean isArmed() {
        return ARMED.get();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            throw new SQLException("not mine: " + url);
        }
        Connection real = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info);
        return (Connection) Proxy.newProxyInstance(
                FaultyDriver.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && arguments[0].toString().matches("(insert into|update) tidemark_state .*")) {
                        STATE_WRITTEN.set(true);
                    }
                    if (method.getName().equals("commit") && STATE_WRITTEN.get() && ARMED.compareAndSet(true, false)) {
                        if (committed) {
                            real.commit();
                        } else {
                            real.rollback();
                        }
                        throw new SQLException("the commit failed", sqlState);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
