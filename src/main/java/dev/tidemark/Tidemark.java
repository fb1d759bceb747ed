package dev.tidemark;

/** The program. */
public final class Tidemark {

    private Tidemark() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {}
}
