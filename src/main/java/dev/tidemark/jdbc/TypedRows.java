package dev.tidemark.jdbc;

import dev.tidemark.database.Product;
import dev.tidemark.database.SessionDataSource;
import dev.tidemark.database.TypedRow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import javax.sql.DataSource;
import javax.sql.rowset.RowSetMetaDataImpl;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database for camel-jdbc, which asks a driver for whatever objects it has: here every result has the one column
 * {@link #RECORD}, which holds the row as a record of {@link TypedRow}.
 */
public final class TypedRows extends DelegatingDataSource {

    /** The only column of a result. */
    public static final String RECORD = "record";

    /** For Kamelets, which set the data source after they have made this. */
    public TypedRows() {}

    /** The database itself. */
    public void setDataSource(DataSource dataSource) {
        setTargetDataSource(SessionDataSource.of(dataSource));
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return wrapped(Connection.class, connection, Product.of(connection.getMetaData()));
    }

    /** A connection or statement whose results have records. */
    private static <T> T wrapped(Class<T> type, Object target, Product product) {
        return proxy(type, (method, arguments) -> {
            Object result = method.invoke(target, arguments);
            if (result instanceof ResultSet rows && target instanceof Statement) {
                return records(rows, new TypedRow(product, rows));
            }
            Class<?> returned = method.getReturnType();
            boolean wraps = returned == PreparedStatement.class || returned == Statement.class;
            return wraps && result != null ? wrapped(returned, result, product) : result;
        });
    }

    private static ResultSet records(ResultSet rows, TypedRow typed) throws SQLException {
        ResultSetMetaData meta = oneColumn();
        return proxy(ResultSet.class, (method, arguments) -> switch (method.getName()) {
            case "getMetaData" -> meta;
            case "getObject" -> typed.read();
            default -> method.invoke(rows, arguments);
        });
    }

    private static ResultSetMetaData oneColumn() throws SQLException {
        RowSetMetaDataImpl meta = new RowSetMetaDataImpl();
        meta.setColumnCount(1);
        meta.setColumnLabel(1, RECORD);
        meta.setColumnName(1, RECORD);
        meta.setColumnType(1, Types.JAVA_OBJECT);
        return meta;
    }

    /** What a call becomes. */
    private interface Call {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                TypedRows.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
