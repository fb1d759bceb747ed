package dev.tidemark.route;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read, in words: what Java says of that is often the name of the file alone. */
public final class ReadFault {

    private ReadFault() {}

    /** A clause without the file's name, on one line. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user has no right to read it";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return Shown.escaped(reason == null ? e.getClass().getSimpleName() : reason);
    }
}
