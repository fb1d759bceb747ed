package dev.tidemark.cli.output;

import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Formats rows of cells, with each column as wide as its widest cell. */
public final class Table {

    private static final int GAP = 2;

    private Table() {}

    /** @param rows rows with the same number of cells; the first is the heading */
    public static String of(List<List<String>> rows) {
        Column[] columns = new Column[rows.get(0).size()];
        for (int i = 0; i < columns.length; i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            columns[i] = new Column(width + GAP, 0, Column.Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), columns);
        rows.forEach(row -> table.addRowValues(row.toArray(String[]::new)));
        return table.toString();
    }
}
