package dev.tidemark.route;

/**
 * One mistake in the configuration.
 *
 * @param where the file and line, as in {@code routes/users.yaml:7}; for broken YAML with the column too
 * @param what the value seen, the rule it breaks and the remedy, on one line
 */
public record Problem(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
