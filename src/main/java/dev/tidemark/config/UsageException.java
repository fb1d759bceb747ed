package dev.tidemark.config;

import java.util.List;

/** Wrong usage or configuration, found before anything was contacted. The program prints the problems and exits with 2. */
public final class UsageException extends RuntimeException {

    private final List<String> problems;

    public UsageException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One message per problem. */
    public List<String> problems() {
        return problems;
    }
}
