package dev.tidemark.database;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** H2. */
final class H2Types implements TypeRules {

    @Override
    public @Nullable TypeRule rule(DriverType type) {
        return switch (type.jdbc()) {
            case Types.ARRAY -> TypeRule.of("JSON", Cells.array(this));
            case Types.OTHER ->
                switch (type.word().split(" ", 2)[0]) {
                    case "interval", "enum", "geometry" -> SharedRules.TEXT;
                    case "json" -> SharedRules.JSON;
                    case "row" -> TypeRule.of("JSON", this::row);
                    default -> null;
                };
            // H2 reports the type number of binary values for them.
            case Types.BINARY -> type.word().equals("uuid") ? SharedRules.UUID : SharedRules.BYTES;
            default -> StandardTypes.rule(type.jdbc());
        };
    }

    /** The driver does not provide the names of its fields. */
    private @Nullable Object row(ResultSet row, int column) throws SQLException {
        try (ResultSet fields = (ResultSet) row.getObject(column)) {
            if (fields == null) {
                return null;
            }
            ResultSetMetaData meta = fields.getMetaData();
            List<@Nullable Object> values = new ArrayList<>();
            fields.next();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                values.add(require(DriverType.of(meta, i)).read(fields, i));
            }
            return values;
        }
    }
}
