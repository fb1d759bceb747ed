package dev.tidemark.it;

import java.util.LinkedHashMap;
import java.util.Map;

/** The text of a route file that syncs the practice API's users, or what looks like them, into a table. */
final class UserSource {

    private static final String SLOW =
            """
                    - delay:
                        asyncDelayed: false
                        expression:
                          constant:
                            expression: "300"
            """;

    private final String name;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> sink = new LinkedHashMap<>();
    private String strategy = "timestamp";
    private String before = "";

    private UserSource(String name) {
        this.name = name;
        with("source", name);
        sink("table", "user");
        sink("primaryKey", "id");
        sink(
                "columns",
                "id:STRING, name:STRING, email:STRING, address:STRING, company:STRING, job:STRING,"
                        + " updatedAt:UTC_DATETIME, createdAt:UTC_DATETIME");
    }

    /** The source of that name; it asks this URL. */
    static UserSource of(String name, String url) {
        return new UserSource(name).with("url", url);
    }

    /** The source of that name; it reads this table of the database {@code warehouse}. */
    static UserSource ofTable(String name, String table, String keyField) {
        return new UserSource(name)
                .strategy("key-based")
                .with("dataSource", "warehouse")
                .with("table", table)
                .with("keyField", keyField);
    }

    UserSource strategy(String word) {
        strategy = word;
        return this;
    }

    UserSource with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    UserSource without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    /** However fast the machine, each chunk takes 300 ms. */
    UserSource slow() {
        before = SLOW;
        return this;
    }

    UserSource sink(String parameter, String value) {
        sink.put(parameter, value);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("- route:\n    id: ").append(name);
        text.append("\n    from:\n      uri: kamelet:incremental-").append(strategy);
        text.append("-source\n      parameters:\n");
        parameters.forEach((key, value) -> text.append("        " + key + ": \"" + value + "\"\n"));
        text.append("      steps:\n").append(before);
        text.append("        - to:\n            uri: kamelet:jdbc-upsert-sink\n");
        text.append("            parameters:\n");
        sink.forEach((key, value) -> text.append("              " + key + ": \"" + value + "\"\n"));
        return text.toString();
    }
}
