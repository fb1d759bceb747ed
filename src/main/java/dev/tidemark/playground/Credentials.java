package dev.tidemark.playground;

/**
 * The credentials for the {@code /auth/*} and {@code /shop/*} endpoints. They protect only generated records, and the
 * playground prints them at its start.
 *
 * @param username for basic auth and for the session login
 * @param password for basic auth and for the session login
 * @param bearerToken for {@code Authorization: Bearer ...}, and for the shop
 * @param apiKey for {@code Authorization: apiKey ...}
 */
public record Credentials(String username, String password, String bearerToken, String apiKey) {

    /** The same credentials for the same seed. */
    public static Credentials generate(long seed) {
        return new Credentials("practice", secret(seed, 1), secret(seed, 2), secret(seed, 3));
    }

    private static String secret(long seed, long which) {
        return String.format("%016x", BitMixer.mix(seed, -which));
    }
}
