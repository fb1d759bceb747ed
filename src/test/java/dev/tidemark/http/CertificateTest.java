package dev.tidemark.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.tidemark.testing.RawApi;
import dev.tidemark.testing.Records;
import dev.tidemark.testing.Routes;
import dev.tidemark.testing.SourceYaml;
import dev.tidemark.testing.TestApi;
import dev.tidemark.testing.TestApi.Response;
import dev.tidemark.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are always checked; the stores are made by the JDK's own keytool. */
class CertificateTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        assertRefused(store("server", "san=ip:127.0.0.1"), Map.of(), "trustStore");
    }

    @Test
    void oneOfTheTrustStoreIsTrusted() throws Exception {
        Path store = store("server", "san=ip:127.0.0.1");
        for (Path trust : List.of(store, pem(store))) {
            assertThat(sync(store, null, trusting(trust))).isNull();
        }
    }

    @Test
    void oneForAnotherHostIsRefused() throws Exception {
        Path store = store("server", "san=dns:api.example.com");
        assertRefused(store, trusting(store), "127.0.0.1");
    }

    @Test
    void oneThatHasEndedIsRefused() throws Exception {
        Path authority = store("authority", "bc:c");
        Path good = signed(authority, "good", "-0d");
        Path ended = signed(authority, "ended", "-30d");

        assertThat(sync(good, null, trusting(authority))).isNull();
        assertRefused(ended, trusting(authority), "expired or not yet valid");
    }

    @Test
    void aClientIsKnownByItsOwnCertificate() throws Exception {
        Path server = store("server", "san=ip:127.0.0.1");
        Path client = store("client", "san=dns:client");
        Map<String, String> settings = new TreeMap<>(trusting(server));

        assertThat(sync(server, client, settings)).isNotNull();

        settings.putAll(Map.of("auth", "mtls", "keyStore", client.toString(), "keyStorePassword", PASSWORD));
        assertThat(sync(server, client, settings)).isNull();
    }

    @Test
    void aTunnelThroughAProxyHidesNoCertificate() throws Exception {
        Path store = store("server", "san=ip:127.0.0.1");
        try (RawApi proxy = new RawApi(call -> {
            String[] address = call.target().split(":", 2);
            call.tunnel(address[0], Integer.parseInt(address[1]));
        })) {
            Map<String, String> settings = new TreeMap<>(Map.of("proxy", proxy.url()));
            assertRefused(store, settings, "trustStore");

            settings.putAll(trusting(store));
            assertThat(sync(store, null, settings)).isNull();
            assertThat(proxy.requests()).isGreaterThanOrEqualTo(2);
        }
    }

    private void assertRefused(Path store, Map<String, String> settings, String says) throws Exception {
        assertThat(sync(store, null, settings)).contains("no trusted connection", says);
    }

    /** The error of a sync from a server with the first certificate, which knows its clients by the second, if any. */
    private static @Nullable String sync(Path server, @Nullable Path client, Map<String, String> settings)
            throws Exception {
        Map<String, String> properties = new TreeMap<>();
        settings.forEach((key, value) -> properties.put("tidemark.client.default." + key, value));
        try (TestApi api = new TestApi(
                        request -> Response.of(Map.of("data", Records.after(Records.seconds(3), request.get("since")))),
                        tls(server, client));
                TestDatabase database = TestDatabase.open();
                Routes routes = new Routes(
                        database,
                        properties,
                        new SourceYaml("timestamp", "records")
                                .with("url", api.url("/records"))
                                .toString())) {
            return routes.result().error();
        }
    }

    private static Map<String, String> trusting(Path store) {
        return Map.of("trustStore", store.toString(), "trustStorePassword", PASSWORD);
    }

    private Path store(String name, String extension, String... more) throws Exception {
        Path file = directory.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(more));
        keytool(command);
        return file;
    }

    /** A server's certificate that lasts ten days from then on. */
    private Path signed(Path authority, String name, String start) throws Exception {
        Path store = store(name, "san=ip:127.0.0.1");
        String request = directory.resolve(name + ".csr").toString();
        String certificate = directory.resolve(name + ".crt").toString();
        String root = directory.resolve("root.crt").toString();
        List<String> server = List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias");
        List<String> signer = List.of("-keystore", authority.toString(), "-storepass", PASSWORD, "-alias", "authority");
        keytool(all(List.of("-certreq", "-file", request), server, List.of(name)));
        keytool(all(
                List.of("-gencert", "-rfc", "-infile", request, "-outfile", certificate, "-ext", "san=ip:127.0.0.1"),
                List.of("-startdate", start, "-validity", "10"),
                signer));
        keytool(all(List.of("-exportcert", "-file", root), signer, List.of()));
        keytool(all(List.of("-importcert", "-noprompt", "-file", root), server, List.of("root")));
        keytool(all(List.of("-importcert", "-noprompt", "-file", certificate), server, List.of(name)));
        return store;
    }

    private static List<String> all(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private Path pem(Path store) throws Exception {
        Path file = directory.resolve("server.pem");
        keytool(List.of(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                file.toString()));
        return file;
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(String.valueOf(System.getProperty("java.home")), "bin", "keytool")
                .toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(arguments);
        Path out = Files.createTempFile("keytool", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(out)).isZero();
        Files.delete(out);
    }

    private static HttpsConfigurator tls(Path server, @Nullable Path client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(server.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (client != null) {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry(
                    "client",
                    KeyStore.getInstance(client.toFile(), PASSWORD.toCharArray())
                            .getCertificate("client"));
            trust.init(known);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), client == null ? null : trust.getTrustManagers(), null);
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(client != null);
                parameters.setSSLParameters(ssl);
            }
        };
    }
}
