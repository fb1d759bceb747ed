package dev.tidemark.database;

/** A column's type is unknown: {@link TypeRules} cannot read it. */
final class UnknownTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String type;

    UnknownTypeException(DriverType type) {
        super("no rule for the type " + type);
        this.type = type.toString();
    }

    /** The type that has no rule. */
    String type() {
        return type;
    }
}
