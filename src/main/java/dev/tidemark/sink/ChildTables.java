package dev.tidemark.sink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The child tables of a sink: they get columns and a key that begins with their parent's. Thread-safe. */
final class ChildTables {

    private final List<Node> top;

    /** A child table, with what the sink knows of it. */
    private record Node(
            ChildTable what, DestinationTable table, RecordColumns shape, FieldDrift fields, List<Node> below) {}

    /** Who writes a chunk, and which changes of tables the sink's parameter allows. */
    record Writer(String name, @Nullable String source, @Nullable SchemaEvolution evolution) {}

    /**
     * @param flat whether objects in elements become columns
     * @param outside a data source outside the thread's transaction
     */
    ChildTables(List<ChildTable> tables, boolean flat, DataSource outside) {
        this.top = nodes(tables, flat, outside);
    }

    private static List<Node> nodes(List<ChildTable> tables, boolean flat, DataSource outside) {
        return tables.stream()
                .map(table -> new Node(
                        table,
                        new DestinationTable(table.table(), outside),
                        new RecordColumns(flat, paths(table.below())),
                        new FieldDrift(),
                        nodes(table.below(), flat, outside)))
                .toList();
    }

    /** The names of the tables and of those below them. */
    static List<String> names(List<ChildTable> tables) {
        return tables.stream()
                .flatMap(table -> Stream.concat(Stream.of(table.table()), names(table.below()).stream()))
                .toList();
    }

    /** The paths to the arrays of the tables: these fields do not become columns. */
    static Set<List<String>> paths(List<ChildTable> tables) {
        return tables.stream().map(ChildTable::names).collect(Collectors.toSet());
    }

    /**
     * Ensures that the tables exist with columns for all elements.
     *
     * @param parent the table of the records, which exists
     */
    List<Child> prepare(TableSpec parent, List<Map<String, @Nullable Object>> records, Writer writer)
            throws SQLException {
        List<Child> children = new ArrayList<>();
        for (Node node : top) {
            Map<String, Column> inherited = inherited(parent.name(), parent.key(), parent, node);
            children.add(prepare(node, inherited, records, writer));
        }
        return children;
    }

    /** The columns in a table below for the key of a table. */
    private static Map<String, Column> inherited(String table, List<String> key, TableSpec spec, Node below)
            throws SQLException {
        Dialect dialect = below.table().schema().dialect();
        Map<String, Column> inherited = new LinkedHashMap<>();
        for (String column : key) {
            String name = ShortNames.of(ChildTable.inherited(table, column), dialect);
            Column type = spec.columns().get(column);
            if (type == null || inherited.put(name, type.named(name)) != null) {
                throw new IllegalArgumentException("the child table "
                        + below.what().table() + " would have the column `" + name + "` twice, for the key " + key
                        + " of the table " + table + "; rename one in the route");
            }
        }
        return inherited;
    }

    private static Child prepare(
            Node node, Map<String, Column> inherited, List<Map<String, @Nullable Object>> parents, Writer writer)
            throws SQLException {
        ChildTable what = node.what();
        DestinationTable table = node.table();
        Dialect dialect = table.schema().dialect();
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        parents.forEach(parent -> collect(node, parent, inherited.keySet(), objects, records, dialect));
        Map<String, @Nullable Column> existing = table.schema().existing(what.table());
        List<String> names = List.copyOf(inherited.keySet());
        if (records.isEmpty() && existing.isEmpty()) {
            return new Child(what, null, node.shape(), names, List.of());
        }
        TableSpec spec = spec(node, inherited, records, writer);
        List<Child> below = new ArrayList<>();
        for (Node each : node.below()) {
            Map<String, Column> keys = new LinkedHashMap<>(inherited);
            List<String> own = spec.key().subList(names.size(), spec.key().size());
            keys.putAll(inherited(what.table(), own, spec, each));
            below.add(prepare(each, keys, objects, writer));
        }
        return new Child(what, spec, node.shape(), names, below);
    }

    /** Adds the elements of a record, without those that will be refused. */
    private static void collect(
            Node node,
            Map<String, @Nullable Object> parent,
            Set<String> inherited,
            List<Map<String, @Nullable Object>> objects,
            List<Map<String, @Nullable Object>> records,
            Dialect dialect) {
        try {
            List<@Nullable Object> elements = node.what().elements(ShapedRecord.original(parent));
            int index = 0;
            for (Object element : elements == null ? List.of() : elements) {
                ShapedRecord record = Child.element(node.what(), node.shape(), element, index, dialect);
                record.keySet().removeAll(inherited);
                records.add(record);
                if (element instanceof Map<?, ?> object) {
                    objects.add(Child.record(object));
                }
                index++;
            }
        } catch (IllegalArgumentException e) {
            // The record becomes a reject with this reason when its rows are made.
            return;
        }
    }

    private static TableSpec spec(
            Node node, Map<String, Column> inherited, List<Map<String, @Nullable Object>> records, Writer writer)
            throws SQLException {
        SinkColumns own = node.what().columns();
        DestinationTable table = node.table();
        ExistingTable there = table.schema().table(table.name());
        TableNames names = own.names(there.columns(), records, null);
        List<String> key = new ArrayList<>(inherited.keySet());
        key.addAll(names.key());
        Map<String, Column> declared = new LinkedHashMap<>(inherited);
        for (Column column : own.declared().values()) {
            if (declared.put(column.name(), column) != null) {
                throw new IllegalArgumentException("childColumns has the column `" + column.name() + "` of the table "
                        + table.name() + ", which is part of its parent's key; give it another name");
            }
        }
        SchemaEvolution allowed = table.evolution(writer.evolution(), declared.keySet(), writer.source());
        TableSpec spec = table.spec(
                declared,
                allowed,
                records,
                new TableNames(key, null, names.made(), names.fields(), names.open()),
                false);
        if (!names.open() && !records.isEmpty()) {
            node.fields().see(writer.name(), spec.withColumns(without(spec.columns(), inherited.keySet())), records);
        } else if (allowed == SchemaEvolution.NONE || !there.generated().isEmpty()) {
            node.fields()
                    .seeLeftOut(
                            writer.name(),
                            table.name(),
                            name -> allowed.isLeftOut(name, there),
                            TableSink.LEFT_OUT,
                            records);
        }
        return table.ensure(spec, writer.source());
    }

    private static Map<String, Column> without(Map<String, Column> columns, Set<String> names) {
        Map<String, Column> rest = new LinkedHashMap<>(columns);
        rest.keySet().removeAll(names);
        return rest;
    }

    /** Forgets the tables' columns: another process may have changed them. */
    void forget() {
        forget(top);
    }

    private static void forget(List<Node> nodes) {
        for (Node node : nodes) {
            node.table().forget();
            forget(node.below());
        }
    }
}
