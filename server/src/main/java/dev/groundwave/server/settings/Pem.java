package dev.groundwave.server.settings;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM. No message quotes anything of them. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<text>[^-]*)-----END \\k<label>-----");

    private Pem() {}

    /**
     * The certificates of a chain, the server's own first.
     *
     * @throws IllegalArgumentException when there is none, or one that cannot be read
     */
    static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            if (block.group("label").equals("CERTIFICATE")) {
                chain.add(certificate(block.group()));
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("holds no certificate in PEM");
        }
        return List.copyOf(chain);
    }

    private static X509Certificate certificate(String block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("holds a certificate that cannot be read", e);
        }
    }

    /**
     * The private key that belongs to a certificate.
     *
     * @throws IllegalArgumentException when there is none in PKCS #8, or it belongs to another certificate
     */
    static PrivateKey privateKey(String pem, X509Certificate certificate) {
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            String label = block.group("label");
            if (label.equals("PRIVATE KEY")) {
                PrivateKey key = privateKey(block.group("text"), certificate.getPublicKey());
                requirePair(key, certificate.getPublicKey());
                return key;
            }
            if (label.endsWith(" PRIVATE KEY")) {
                throw new IllegalArgumentException("holds a key in another form than PKCS #8 without a password;"
                        + " 'openssl pkcs8 -topk8 -nodes -in KEY' converts it");
            }
        }
        throw new IllegalArgumentException("holds no private key in PEM");
    }

    private static PrivateKey privateKey(String base64, PublicKey counterpart) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which might quote the key.
            throw new IllegalArgumentException(
                    "holds no " + counterpart.getAlgorithm() + " key, of which kind the certificate is", null);
        }
    }

    private static void requirePair(PrivateKey key, PublicKey counterpart) {
        String algorithm = switch (counterpart.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> counterpart.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        boolean pair;
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(counterpart);
            signature.update(sample);
            pair = signature.verify(signed);
        } catch (GeneralSecurityException e) {
            pair = false;
        }
        if (!pair) {
            throw new IllegalArgumentException("holds the key of another certificate");
        }
    }
}
