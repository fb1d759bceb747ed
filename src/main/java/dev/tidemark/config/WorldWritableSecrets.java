package dev.tidemark.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Refuses secrets in a world-writable file: anyone could change a host in it and receive the secrets. */
final class WorldWritableSecrets {

    private static final Pattern KEY =
            Pattern.compile("tidemark\\..*(password|token|secret|apiKey|loginBody)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_A_URL =
            Pattern.compile("[?;&](password|pwd)=[^;&{]|://[^/@{]*:[^/@{]+@", Pattern.CASE_INSENSITIVE);

    /** A placeholder without a default, which would be the secret itself. */
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{[^{}:]+(:[^{}:]+)?}}");

    private WorldWritableSecrets() {}

    /**
     * @throws UsageException when the file contains secrets and is world-writable; the message names the keys, not the
     *     values
     */
    static void refuse(Path file, Map<String, String> values) throws IOException {
        List<String> secrets = values.entrySet().stream()
                .filter(entry -> isSecret(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        if (!secrets.isEmpty()
                && posix
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new UsageException(List.of(file + ": contains secrets (" + String.join(", ", secrets) + ") and is"
                    + " world-writable: run `chmod o-w " + file + "`, or write them as `{{env:NAME}}`"));
        }
    }

    private static boolean isSecret(String key, String value) {
        return (KEY.matcher(key).matches()
                        && !value.isBlank()
                        && !REFERENCE.matcher(value).matches())
                || (key.endsWith(".url") && IN_A_URL.matcher(value).find());
    }
}
