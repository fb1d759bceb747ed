package dev.tidemark.jdbc;

import dev.tidemark.database.SessionDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database whose dates and times come as they stand in it. By default, drivers make moments of them in the zone of this
 * machine, in which the hour that clocks pass over in spring does not exist: rows of that hour would become rows of the
 * next.
 */
public final class PlainTimes extends DelegatingDataSource {

    private static final List<Class<?>> WRAPPED =
            List.of(Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

    /** For Kamelets, which set the data source after they have made this. */
    public PlainTimes() {}

    /** The database itself. */
    public void setDataSource(DataSource dataSource) {
        setTargetDataSource(SessionDataSource.of(dataSource));
    }

    @Override
    public Connection getConnection() throws SQLException {
        return (Connection) wrapped(super.getConnection(), Connection.class);
    }

    private static Object wrapped(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                PlainTimes.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        if (target instanceof ResultSet rows && method.getName().equals("getObject")) {
                            Object value = value(rows, arguments);
                            if (value != null) {
                                return value;
                            }
                        }
                        Object result = method.invoke(target, arguments);
                        boolean wraps = result != null && WRAPPED.contains(method.getReturnType());
                        return wraps ? wrapped(result, method.getReturnType()) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Null for what the driver gives as it stands anyway. */
    private static @Nullable Object value(ResultSet rows, Object[] arguments) throws SQLException {
        if (arguments.length != 1 || !(arguments[0] instanceof Integer column)) {
            return null;
        }
        ResultSetMetaData meta = rows.getMetaData();
        return switch (SourceTable.type(meta.getColumnType(column), meta.getColumnTypeName(column))) {
            case Types.TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
            case Types.DATE -> rows.getObject(column, LocalDate.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, OffsetDateTime.class);
            default -> null;
        };
    }
}
