package dev.tidemark.database;

/** The type of a column is unknown to {@link TypeRules}. */
final class UnknownTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String type;

    UnknownTypeException(DriverType type) {
        super("no rule for the type " + type);
        this.type = type.toString();
    }

    /** The unknown type. */
    String type() {
        return type;
    }
}
