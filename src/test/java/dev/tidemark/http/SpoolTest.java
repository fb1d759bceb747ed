package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {

    private final byte[] many = new byte[3_000_000];

    SpoolTest() {
        new Random().nextBytes(many);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 3_000_000})
    void theBytesAreReadFromTheBeginningAsOftenAsWanted(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        try (Spool spool = Spool.of(out -> out.write(bytes))) {
            assertThat(spool.readNBytes(size / 2)).isEqualTo(Arrays.copyOf(bytes, size / 2));
            spool.reset();
            assertThat(spool.readAllBytes()).isEqualTo(bytes);
            spool.reset();
            assertThat(spool.readAllBytes()).isEqualTo(bytes);
            assertThat(spool.length()).isEqualTo(size);
        }
    }

    @Test
    void manyBytesAreInAFileThatIsGoneAfterwards() throws IOException {
        Spool spool = Spool.of(out -> out.write(many));
        assertThat(spool.inMemory()).isFalse();
        assertThat(files()).hasSize(1);
        spool.close();
        assertThat(files()).isEmpty();
        spool.reset();
        assertThat(spool.read()).isEqualTo(-1);
    }

    @Test
    void nothingIsKeptOfAResponseThatIsClosed() throws IOException {
        Spool spool = Spool.of(out -> out.write(new byte[1000]));
        spool.close();
        assertThat(spool.length()).isZero();
        spool.reset();
        assertThat(spool.read()).isEqualTo(-1);
    }

    @Test
    void aResponseThatBreaksOffLeavesNoFile() throws IOException {
        assertThatThrownBy(() -> Spool.of(out -> {
                    out.write(many);
                    throw new IOException("broken off");
                }))
                .hasMessage("broken off");
        assertThat(files()).isEmpty();
    }

    /** Those of this test: others may run beside it. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), SpoolFiles.PREFIX + "*")) {
            for (Path file : found) {
                if (isOwn(file)) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    private boolean isOwn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(100), Arrays.copyOf(many, 100));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
