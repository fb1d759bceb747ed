package dev.tidemark.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The practice API in a process of its own, so that neither its memory nor its compiler is the measured one's. */
public final class ApiProcess implements AutoCloseable {

    private final Process process;
    private final String url;

    private ApiProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static ApiProcess start(int records) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tidemark.Tidemark",
                        "playground",
                        "--port",
                        "0",
                        "--records",
                        Integer.toString(records)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String line = Objects.requireNonNull(out.readLine(), "the practice API did not start");
        return new ApiProcess(process, line.substring(line.indexOf("http://")).strip());
    }

    /** The address of a path there. */
    public String url(String path) {
        return url + path;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
