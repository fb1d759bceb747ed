package dev.tidemark.playground;

/** The words for generated people and companies. */
final class Words {

    private static final String[] FIRST_NAMES = {
        "Ada", "Alan", "Barbara", "Carl", "Dorothy", "Edsger", "Emmy", "Frances", "Grace", "Hedy", "Ivan", "Joan",
        "Katherine", "Leslie", "Margaret", "Niklaus", "Olga", "Peter", "Radia", "Sofia", "Tim", "Ursula", "Vera", "Zoë"
    };
    private static final String[] LAST_NAMES = {
        "Allen", "Brooks", "Clarke", "Dijkstra", "Engel", "Fischer", "García", "Hamilton", "Ito", "Jensen", "Kovács",
        "Lovelace", "Moore", "Noether", "O'Brien", "Perlman", "Quist", "Ritchie", "Shannon", "Turing", "Uhl", "Vaughan",
        "Wirth", "Yilmaz"
    };
    private static final String[] COMPANY_KINDS = {"and Sons", "Group", "Inc", "LLC", "Ltd", "PLC"};
    private static final String[] JOBS = {
        "Accountant",
        "Architect",
        "Baker",
        "Botanist",
        "Cartographer",
        "Chemist",
        "Editor",
        "Electrician",
        "Geologist",
        "Librarian",
        "Nurse",
        "Pilot",
        "Plumber",
        "Surveyor",
        "Teacher",
        "Translator",
        "Welder"
    };
    private static final String[] STREETS = {"Canal Street", "Harbour Road", "Mill Lane", "Quay Walk", "Tide Row"};
    private static final String[] CITIES = {"Eastport", "Lowhaven", "Northsands", "Saltmarsh", "Westcliff"};
    private static final String[] DEPARTMENTS = {
        "Accounting", "Design", "Engineering", "Legal", "Marketing", "Operations", "Research", "Sales", "Support"
    };

    private Words() {}

    static String firstName(long bits) {
        return pick(FIRST_NAMES, bits);
    }

    static String lastName(long bits) {
        return pick(LAST_NAMES, bits);
    }

    static String companyKind(long bits) {
        return pick(COMPANY_KINDS, bits);
    }

    /** Adding one to the bits gives a different job. */
    static String job(long bits) {
        return pick(JOBS, bits);
    }

    static String street(long bits) {
        return pick(STREETS, bits);
    }

    static String city(long bits) {
        return pick(CITIES, bits);
    }

    /** Adding one to the bits gives a different department. */
    static String department(long bits) {
        return pick(DEPARTMENTS, bits);
    }

    private static String pick(String[] words, long bits) {
        return words[(int) Math.floorMod(bits, (long) words.length)];
    }
}
