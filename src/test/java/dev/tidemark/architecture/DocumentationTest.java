package dev.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^[ \\t]*public\\s+(?:(?:static|final|abstract|sealed|non-sealed|strictfp)\\s+)*"
                    + "(?:class|interface|record|enum|@interface)\\s+(\\w+)",
            Pattern.MULTILINE);

    @Test
    void everyPublicTypeOfTheProgramSaysWhatItIsFor() throws IOException {
        List<String> bare = new ArrayList<>();
        for (SourceFile file : SourceFile.below(SourceFile.MAIN)) {
            Matcher type = PUBLIC_TYPE.matcher(file.text());
            while (type.find()) {
                if (!isDocumented(file.text().substring(0, type.start()))) {
                    bare.add(file.at(type.start(1)) + ": " + type.group(1));
                }
            }
        }

        assertThat(bare)
                .as("public types without Javadoc: say in one sentence what it is for, or make it package-private")
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItHolds() throws IOException {
        List<String> unmarked = Stream.concat(
                        SourceFile.below(SourceFile.MAIN).stream(), SourceFile.below(SourceFile.TEST).stream())
                .map(SourceFile::folder)
                .distinct()
                .filter(each -> !isMarked(SourceFile.MAIN.resolve(each)) && !isMarked(SourceFile.TEST.resolve(each)))
                .map(Path::toString)
                .toList();

        assertThat(unmarked)
                .as("packages that NullAway does not check: add a package-info.java with Javadoc and @NullMarked")
                .isEmpty();
    }

    /** Between the Javadoc and the type there is nothing, or annotations. */
    private static boolean isDocumented(String before) {
        int end = before.lastIndexOf("*/");
        String between = end < 0 ? before : before.substring(end + 2).strip();
        boolean annotations = between.startsWith("@") && !between.contains(";");
        return end >= 0
                && before.lastIndexOf("/**") > before.lastIndexOf("*/", end - 1)
                && (between.isEmpty() || annotations);
    }

    private static boolean isMarked(Path folder) {
        Path info = folder.resolve("package-info.java");
        try {
            String text = Files.exists(info) ? Files.readString(info) : "";
            return text.contains("\n@NullMarked\npackage ") && text.startsWith("/**");
        } catch (IOException e) {
            throw new IllegalStateException(info + " cannot be read", e);
        }
    }
}
