package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one Kamelet. */
final class Faults {

    private final String file;
    private final List<String> found = new ArrayList<>();

    Faults(String file) {
        this.file = file;
    }

    /**
     * Notes a fault.
     *
     * @param property where it is
     * @param what what is wrong there, and how to put it right
     */
    void add(String property, String what) {
        found.add(file + ": " + property + " " + what);
    }

    void addIf(boolean wrong, String property, String what) {
        if (wrong) {
            add(property, what);
        }
    }

    List<String> found() {
        return found;
    }
}
