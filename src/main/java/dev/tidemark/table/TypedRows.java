package dev.tidemark.table;

import dev.tidemark.database.DestinationType;
import dev.tidemark.database.Product;
import dev.tidemark.database.SessionDataSource;
import dev.tidemark.database.TypedRow;
import dev.tidemark.jdbc.NamedDatabase;
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
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import javax.sql.rowset.RowSetMetaDataImpl;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database for camel-jdbc, which reads untyped objects from a driver. Here every result has the columns {@link #RECORD},
 * with the row as a record of {@link TypedRow}, and {@link #TYPES}.
 */
public final class TypedRows extends DelegatingDataSource {

    /** The column with the row. */
    public static final String RECORD = "record";

    /** The column with the types of {@link TypedRow#types()}. */
    public static final String TYPES = "types";

    /** For Kamelets, which set the data source after they have created this. */
    public TypedRows() {}

    /** The database itself. */
    public void setDataSource(DataSource dataSource) {
        setTargetDataSource(SessionDataSource.of(NamedDatabase.bound(dataSource)));
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            return wrapped(Connection.class, connection, Product.of(connection.getMetaData()));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
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
        ResultSetMetaData meta = columns();
        Map<String, DestinationType> types = typed.types();
        return proxy(ResultSet.class, (method, arguments) -> switch (method.getName()) {
            case "getMetaData" -> meta;
            case "getObject" -> arguments[0].equals(1) ? typed.read() : types;
            default -> method.invoke(rows, arguments);
        });
    }

    private static ResultSetMetaData columns() throws SQLException {
        RowSetMetaDataImpl meta = new RowSetMetaDataImpl();
        List<String> names = List.of(RECORD, TYPES);
        meta.setColumnCount(names.size());
        for (int i = 1; i <= names.size(); i++) {
            meta.setColumnLabel(i, names.get(i - 1));
            meta.setColumnName(i, names.get(i - 1));
            meta.setColumnType(i, Types.JAVA_OBJECT);
        }
        return meta;
    }

    /** The replacement of a call. */
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
