package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.transport.RawServer;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes to be the service. Source: client-sdk.md, sections 4 and 7.2. */
@Timeout(60)
final class TlsVerificationTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (RawServer server = serverWith(certificate("ip:127.0.0.1"));
                WebPubSubClient client = to(server).build()) {
            assertRefused(client);
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        SSLContext other = certificate("dns:other.test");
        try (RawServer server = serverWith(other);
                WebPubSubClient client = to(server).sslContext(other).build()) {
            assertRefused(client);
        }
    }

    @Test
    void believesWhomTheGivenContextTrusts() throws Exception {
        SSLContext trusted = certificate("ip:127.0.0.1");
        try (RawServer server = serverWith(trusted);
                WebPubSubClient client = to(server).sslContext(trusted).buildAndStart()) {
            assertThat(client.connectionId()).contains("c1");
        }
    }

    private static void assertRefused(WebPubSubClient client) {
        assertThatThrownBy(client::start)
                .isInstanceOf(ConnectFailedException.class)
                .hasRootCauseInstanceOf(GeneralSecurityException.class)
                .satisfies(failure -> assertThat(failure.getCause()).isInstanceOf(SSLException.class));
    }

    private static WebPubSubClientBuilder to(RawServer server) {
        return WebPubSubClient.builder().clientAccessUrl(server.uri().toString().replace("ws://", "wss://"));
    }

    private static RawServer serverWith(SSLContext identity) throws IOException {
        byte[] greeting =
                new JsonCodec().encode(new ServiceMessage.Connected(Optional.empty(), "c1", Optional.empty()));
        return new RawServer(
                peer -> {
                    peer.accept();
                    peer.text(new String(greeting, StandardCharsets.UTF_8));
                    while (peer.read().opcode() != RawServer.CLOSE) {
                        Thread.onSpinWait();
                    }
                    peer.close(1000, "");
                },
                identity.getServerSocketFactory());
    }

    /** A self-signed certificate by the JDK's keytool: the identity of a server, and trust in it. */
    private SSLContext certificate(String host) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=service",
                        "-ext",
                        "san=" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", store.getCertificate("service"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
