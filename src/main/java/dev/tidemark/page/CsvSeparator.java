package dev.tidemark.page;

/** What is between the cells of a CSV row, as a user writes it: a character, or {@code tab}. */
final class CsvSeparator {

    static final String DEFAULT = ",";

    private static final String TAB = "tab";

    private CsvSeparator() {}

    /** @throws IllegalArgumentException when it is not a single character, or one that CSV uses otherwise */
    static char of(String text) {
        if (text.equals(TAB)) {
            return '\t';
        }
        if (text.length() != 1 || "\"\r\n".contains(text) || Character.isSurrogate(text.charAt(0))) {
            throw new IllegalArgumentException(
                    "csvSeparator is `" + text + "`; write one character, such as `;`, or `" + TAB + "`");
        }
        return text.charAt(0);
    }
}
