package dev.groundwave.launcher.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate and its key in two PEM files, made by the JDK's keytool. */
public record CertificateFiles(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** Makes {@code NAME.pem} and {@code NAME-key.pem} in a folder. */
    public static CertificateFiles make(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-storetype", "PKCS12", "-alias", "it", "-keyalg", "EC"));
        command.addAll(List.of("-dname", "CN=" + name, "-storepass", PASSWORD, "-keystore", file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey("it", PASSWORD.toCharArray()).getEncoded();
        return new CertificateFiles(
                Files.writeString(
                        folder.resolve(name + ".pem"),
                        pem("CERTIFICATE", store.getCertificate("it").getEncoded())),
                Files.writeString(folder.resolve(name + "-key.pem"), pem("PRIVATE KEY", key)));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
