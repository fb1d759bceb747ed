package dev.tidemark.route.yaml;

/**
 * One mistake in the configuration.
 *
 * @param where the file and line, as in {@code routes/users.yaml:7}; for invalid YAML also the column
 * @param what the value, the rule that it violates and the fix, on one line
 */
public record Problem(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
