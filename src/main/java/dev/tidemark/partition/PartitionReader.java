package dev.tidemark.partition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.database.UnreadableValue;
import dev.tidemark.database.UserQuery;
import dev.tidemark.json.Json;
import dev.tidemark.row.Row;
import dev.tidemark.state.Partition;
import dev.tidemark.text.SafeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a partition of each row of a {@code partitionQuery}. Not thread-safe; for one result. */
final class PartitionReader implements UserQuery.Reader {

    private static final int SHOWN = 100;

    private final PartitionNames braces;
    private final Consumer<Partition> each;
    private final List<String> names = new ArrayList<>();

    PartitionReader(PartitionNames braces, Consumer<Partition> each) {
        this.braces = braces;
        this.each = each;
    }

    @Override
    public void columns(List<String> labels) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String label : labels) {
            PartitionNames.requireValid(label, "partitionQuery", "rename the column, with `as NAME`");
            if (!seen.add(label)) {
                throw new IllegalArgumentException("partitionQuery has the column " + SafeText.quoted(label)
                        + " twice (names that differ in case only are the same); rename one, with `as NAME`");
            }
            names.add(braces.of(label));
        }
        braces.requireAmong(names, "partitionQuery");
    }

    @Override
    public void row(Row row) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        int column = 0;
        for (Object value : row.values()) {
            String name = names.get(column++);
            values.set(name, value(name, value));
        }
        each.accept(PartitionId.partition(values, braces.names()));
    }

    private JsonNode value(String name, @Nullable Object value) {
        if (value == null && braces.names().contains(name)) {
            throw new IllegalArgumentException("partitionQuery has a row without a value for {" + name
                    + "}; exclude such rows in the query's where clause");
        }
        if (value instanceof byte[]) {
            throw new IllegalArgumentException(
                    "partitionQuery has the binary column `" + name + "`; cast it to a text, or remove it");
        }
        if (value instanceof UnreadableValue unreadable) {
            throw new IllegalArgumentException("partitionQuery has in the column `" + name + "` a value that "
                    + "cannot be read: " + SafeText.excerpt(unreadable.reason()));
        }
        JsonNode json = Json.EXACT.valueToTree(value instanceof Float number ? exact(number) : value);
        if (json.isContainerNode() && braces.names().contains(name)) {
            throw new IllegalArgumentException("partitionQuery has an array or an object in the column `" + name
                    + "`: " + SafeText.excerpt(json.toString(), SHOWN) + "; a value for {" + name
                    + "} is a text, a number or a boolean");
        }
        return json;
    }

    private static Object exact(Float number) {
        return Float.isFinite(number) ? new BigDecimal(number.toString()) : number;
    }
}
