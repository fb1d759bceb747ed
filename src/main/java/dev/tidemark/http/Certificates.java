package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates that a client trusts, and its own certificate. Trusting all certificates is not possible. */
final class Certificates {

    private Certificates() {}

    static SSLContext context(ClientSettings settings, boolean ofItsOwn) {
        TrustManagerFactory trust = settings.find("trustStore") == null ? null : trust(settings);
        KeyManagerFactory keys = ofItsOwn ? keys(settings) : null;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static TrustManagerFactory trust(ClientSettings settings) {
        Path file = settings.file("trustStore");
        try {
            KeyStore store = isPem(file) ? pem(file) : load(file, settings.find("trustStorePassword"));
            if (store.size() == 0) {
                throw settings.wrong("trustStore", "contains no readable certificate; also check trustStorePassword");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw settings.wrong("trustStore", "is not a readable PEM or PKCS12 file; also check trustStorePassword");
        }
    }

    private static KeyManagerFactory keys(ClientSettings settings) {
        Path file = settings.file("keyStore");
        String password = settings.required("keyStorePassword");
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(file, password), password.toCharArray());
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw settings.wrong("keyStore", "is not a readable PKCS12 file; also check keyStorePassword");
        }
    }

    private static KeyStore load(Path file, @Nullable String password) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(file.toFile(), password == null ? null : password.toCharArray());
    }

    private static boolean isPem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == '-';
        }
    }

    private static KeyStore pem(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + store.size(), each);
            }
        }
        return store;
    }
}
