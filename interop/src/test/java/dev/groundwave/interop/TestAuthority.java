package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of this test run and the certificate for localhost that it signed, made by the JDK's keytool
 * and written as the PEM files that a service and scripts read.
 */
final class TestAuthority {
    private static final long KEYTOOL_SECONDS = 60;
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";
    private static final String SERVICE = "service";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;
    private final Certificate authority;

    private TestAuthority(Path folder, Certificate authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** A new one, with its files in {@code target}. */
    static TestAuthority make() {
        try {
            Path parent = Files.createDirectories(Checkout.path("interop", "target", "authority"));
            Path folder = Files.createTempDirectory(parent, "run");
            Path file = folder.resolve("store.p12");
            keytool(file, AUTHORITY, "CN=Groundwave interop tests", List.of("-ext", "bc:c", "-ext", "ku:c=kCS"));
            keytool(file, SERVICE, "CN=localhost", List.of("-signer", AUTHORITY, "-ext", "san=dns:localhost"));
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            TestAuthority made = new TestAuthority(folder, store.getCertificate(AUTHORITY));
            write(made.authorityFile(), pem(store.getCertificate(AUTHORITY)));
            write(made.certificateFile(), pem(store.getCertificate(SERVICE)));
            byte[] key = store.getKey(SERVICE, PASSWORD.toCharArray()).getEncoded();
            write(made.keyFile(), pem("PRIVATE KEY", key));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whom a client has to trust. */
    Path authorityFile() {
        return folder.resolve("authority.pem");
    }

    /** What the service shows. */
    Path certificateFile() {
        return folder.resolve("certificate.pem");
    }

    /** The key of what the service shows. */
    Path keyFile() {
        return folder.resolve("key.pem");
    }

    /** A client that trusts this authority and no other. */
    SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(AUTHORITY, authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(Path file, String alias, String name, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-dname",
                name,
                "-validity",
                "2"));
        command.addAll(more);
        try (RunningProcess process = RunningProcess.start(Checkout.path("interop", "target"), Map.of(), command)) {
            if (process.exitCode(KEYTOOL_SECONDS) != 0) {
                throw new AssertionError(process.described("failed for " + alias));
            }
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, UTF_8);
    }
}
