package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation whose examples a test runs. */
public final class DocPage {

    private DocPage() {}

    /**
     * The first block of a language on a page.
     *
     * @param page its path, such as {@code docs/how-to/csv.md}
     */
    public static String block(String page, String language) throws Exception {
        Matcher block = Pattern.compile("(?s)```" + language + "\\R(.*?)```").matcher(Routes.file(page));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
