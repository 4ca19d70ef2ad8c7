package dev.groundwave.bench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** A certificate for this run, made by the JDK's keytool; its file ends with it. */
public final class BenchCertificate implements AutoCloseable {
    private static final String ALIAS = "bench";
    /** Guards nothing: the file lives for a minute and its certificate is believed by nobody. */
    private static final String PASSWORD = "benchmark";

    private final Path folder;

    private BenchCertificate(Path folder) {
        this.folder = folder;
    }

    /** Makes one. Blocks. */
    public static BenchCertificate make() throws IOException, InterruptedException {
        BenchCertificate made = new BenchCertificate(Files.createTempDirectory("bench"));
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        made.file().toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            made.close();
            throw new IOException("keytool made no certificate");
        }
        return made;
    }

    /** Where it is. */
    public Path file() {
        return folder.resolve("store.p12");
    }

    /** A certificate and its key. */
    public record Pair(X509Certificate certificate, PrivateKey key) {}

    /** Reads what another process made. */
    public static Pair read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        PrivateKey key = (PrivateKey) Objects.requireNonNull(store.getKey(ALIAS, PASSWORD.toCharArray()), "no key");
        return new Pair((X509Certificate) store.getCertificate(ALIAS), key);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file());
        Files.delete(folder);
    }
}
