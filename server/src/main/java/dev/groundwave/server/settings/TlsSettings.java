package dev.groundwave.server.settings;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How a listener proves who it is, and whether it asks its callers the same.
 *
 * <p>Source: events-and-operations.md, section 4.7.
 *
 * @param chain the service's certificate first, then those that vouch for it
 * @param clientCertificates whether clients are asked for a certificate; none has to have one, and whom to believe is for
 *     the application to decide
 */
public record TlsSettings(List<X509Certificate> chain, PrivateKey privateKey, boolean clientCertificates) {
    /** Copies the chain. */
    public TlsSettings {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("tls.certificate holds no certificate");
        }
    }

    /**
     * Reads certificate and key from PEM.
     *
     * @throws IllegalArgumentException when either cannot be used, or the two do not belong together
     */
    public static TlsSettings ofPem(String certificate, String privateKey, boolean clientCertificates) {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(certificate);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tls.certificate " + e.getMessage(), e);
        }
        try {
            return new TlsSettings(chain, Pem.privateKey(privateKey, chain.getFirst()), clientCertificates);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tls.privateKey " + e.getMessage(), e);
        }
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "TlsSettings[" + chain.size() + " certificates]";
    }
}
