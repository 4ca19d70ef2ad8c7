package dev.groundwave.wire.event;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a client showed in the TLS handshake, in the form that event handlers get. The client holds its key; who issued it
 * was not looked at.
 *
 * <p>Source: events-and-operations.md, sections 1.9 and 4.7.
 *
 * @param thumbprint SHA-1 in upper-case hexadecimal digits
 * @param content PEM
 */
public record ClientCertificate(String thumbprint, String content) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /** The form of a certificate. */
    public static ClientCertificate of(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            String thumbprint = HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(der));
            String pem = "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(der) + "\n-----END CERTIFICATE-----\n";
            return new ClientCertificate(thumbprint, pem);
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read can be written, and every JDK has SHA-1", e);
        }
    }

    /** What a proxy writes into a header: PEM, with its percent signs or without, or only the base64 of it. */
    public static Optional<ClientCertificate> parse(String header) {
        try {
            // A plus is part of the base64, not a space.
            String text = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
            byte[] bytes = text.contains("-----BEGIN")
                    ? text.replace(" ", "\n")
                            .replace("-----BEGIN\n", "-----BEGIN ")
                            .replace("-----END\n", "-----END ")
                            .getBytes(StandardCharsets.US_ASCII)
                    : Base64.getMimeDecoder().decode(text);
            return Optional.of(of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes))));
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
