package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes why a file cannot be read: Java's message is often only the name of the file. */
public final class ReadFault {

    private ReadFault() {}

    /** A clause without the file's name, on one line. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "the file does not exist";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return SafeText.escaped(reason == null ? e.getClass().getSimpleName() : reason);
    }
}
