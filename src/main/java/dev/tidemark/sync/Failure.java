package dev.tidemark.sync;

import com.zaxxer.hikari.pool.HikariPool;
import dev.tidemark.text.SafeText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Describes an exception in one sentence for the operator. Never shows a body or a query string. */
public final class Failure {

    private static final int LENGTH = 500;

    /** SQLStates of failed connections: no connection, connection refused, wrong login, no such database. */
    private static final Set<String> NOT_CONNECTED = Set.of("08001", "08004", "28000", "28P01", "3D000");

    /** Some messages quote another exception with its class. */
    private static final Pattern CLASS_NAME = Pattern.compile("\\b([a-z]\\w*\\.)+\\w+(Exception|Error): ");

    /** The message of a connection pool whose connections are all in use. */
    private static final Pattern IN_USE = Pattern.compile("total=[1-9]\\d*, active=[1-9]\\d*, idle=0, waiting");

    /** A segment of a path may be the value of a partition. */
    private static final Pattern LONG_SEGMENT = Pattern.compile("([^/]{100})[^/]+");

    private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://([a-z0-9._-]+(:\\d+)?)(?=[/?#]|$)");

    private Failure() {}

    /** Returns a known explanation, or the exception's own message. */
    public static String text(@Nullable Throwable thrown) {
        return SafeText.line(sentence(thrown));
    }

    private static String sentence(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return thrown == null ? "unknown error (no message)" : line(unwrapped(thrown));
    }

    /** Removes the exceptions that Camel wraps around the cause. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof HttpOperationFailedException http) {
            return http(http);
        }
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return "no trusted connection to the API: its certificate is expired or not yet valid, " + line(cause);
        }
        if (cause instanceof SSLException && !isOutOfValidity(cause)) {
            return "no trusted connection to the API: " + innermost(cause)
                    + "; check url and tidemark.client.NAME.trustStore";
        }
        if (cause instanceof NoHttpResponseException || cause instanceof ConnectionClosedException) {
            return "the API closed the connection before its response was complete";
        }
        if (cause instanceof UnknownHostException) {
            String host = String.valueOf(cause.getMessage()).replaceFirst(":.*", "");
            return "the host " + host + " is not known; check url";
        }
        if (cause instanceof SocketTimeoutException) {
            return "the API did not respond in time (" + cause.getMessage() + ")";
        }
        if (cause instanceof ConnectException) {
            return "cannot reach the API: " + cause.getMessage() + "; check url, and that it is running";
        }
        if (cause instanceof SocketException) {
            return "the connection to the API was lost: " + line(cause);
        }
        if (cause instanceof ZipException
                || cause instanceof EOFException
                || cause instanceof MalformedChunkCodingException) {
            return "the API's response is corrupt: " + line(cause);
        }
        SQLTransientConnectionException none = ObjectHelper.getException(SQLTransientConnectionException.class, cause);
        if (none != null && IN_USE.matcher(String.valueOf(none.getMessage())).find()) {
            return "all connections to the database are in use, and none was returned in time; increase"
                    + " tidemark.datasource.NAME.poolSize, or run fewer sources at once";
        }
        if (cause instanceof CannotGetJdbcConnectionException
                || cause instanceof HikariPool.PoolInitializationException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || (cause instanceof SQLException refused
                        && NOT_CONNECTED.contains(String.valueOf(refused.getSQLState())))) {
            return "cannot connect to the database: " + innermost(cause) + "; check tidemark.datasource.*";
        }
        if (cause instanceof SQLException sql) {
            return "the database refused: " + line(sql)
                    + (sql.getSQLState() == null ? "" : " (SQLState " + sql.getSQLState() + ")");
        }
        return null;
    }

    private static boolean isOutOfValidity(Throwable thrown) {
        Throwable cause = ObjectHelper.getException(CertificateExpiredException.class, thrown);
        return cause != null || ObjectHelper.getException(CertificateNotYetValidException.class, thrown) != null;
    }

    private static String http(HttpOperationFailedException e) {
        String url = LONG_SEGMENT.matcher(e.getUri().replaceFirst("\\?.*", "")).replaceAll("$1...");
        String response = "the API responded with " + e.getStatusCode() + " " + e.getStatusText() + " to " + url;
        if (e.getRedirectLocation() != null) {
            return response + ", pointing " + host(e.getRedirectLocation())
                    + "; redirects are not followed: put the final address in url";
        }
        return switch (e.getStatusCode()) {
            case 400, 422 -> response + "; check query and cursorFormat";
            case 403 ->
                response + ": it requires a login, or a different one; check the source's client and its"
                        + " tidemark.client.* keys";
            case 404, 405, 410 -> response + "; check url";
            default -> response;
        };
    }

    /** The host of an address; the rest of an address may contain anything. */
    private static String host(String address) {
        Matcher authority = AUTHORITY.matcher(address);
        return authority.lookingAt() ? "to " + authority.group(1) : "elsewhere";
    }

    /** The message of the innermost cause; for a database, of the innermost SQLException, which names the address. */
    public static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause.getCause() instanceof SQLException || !(cause instanceof SQLException))) {
            cause = cause.getCause();
        }
        String host = cause.getCause() instanceof UnknownHostException unknown
                ? ", the host is not known: " + line(unknown)
                : "";
        return SafeText.line(line(cause) + host);
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        // H2 appends the whole statement.
        String line = CLASS_NAME.matcher(message).replaceAll("").replaceFirst("; SQL statement:(?s:.*)", "");
        return SafeText.excerpt(line, LENGTH);
    }
}
