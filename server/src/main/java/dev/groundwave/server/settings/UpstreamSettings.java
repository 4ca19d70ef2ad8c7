package dev.groundwave.server.settings;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * How event handlers are called.
 *
 * <p>Source: events-and-operations.md, section 1.14.
 *
 * @param timeout for an event's whole answer, retries and their delays included
 * @param retryDelays before each further attempt; their number is that of the retries
 * @param waiting calls of one handler that may wait for a connection, or for their answers in one tunnel
 * @param trustedCertificates of handlers, or of those that vouch for them, besides those that the JDK knows
 */
public record UpstreamSettings(
        Duration timeout, List<Duration> retryDelays, int waiting, List<X509Certificate> trustedCertificates) {
    /** 100 s; 1, 3 and 5 s; 1,000 calls. */
    public static final UpstreamSettings DEFAULTS = new UpstreamSettings(
            Duration.ofSeconds(100),
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5)),
            1000);

    /** Copies, and checks the ranges. */
    public UpstreamSettings {
        retryDelays = List.copyOf(retryDelays);
        trustedCertificates = List.copyOf(trustedCertificates);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "upstream.timeoutSeconds is " + timeout.toSeconds() + ", the least is 1");
        }
        for (Duration delay : retryDelays) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException(
                        "upstream.retryDelaysSeconds has " + delay.toSeconds() + ", the least is 0");
            }
        }
        if (waiting < 1) {
            throw new IllegalArgumentException("upstream.waiting is " + waiting + ", the least is 1");
        }
    }

    /** Calls of handlers with certificates that everybody knows. */
    public UpstreamSettings(Duration timeout, List<Duration> retryDelays, int waiting) {
        this(timeout, retryDelays, waiting, List.of());
    }

    /**
     * Reads certificates to trust from PEM.
     *
     * @throws IllegalArgumentException when there is none, or one that cannot be read
     */
    public static List<X509Certificate> trusted(String pem) {
        try {
            return Pem.certificates(pem);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("upstream.trustedCertificates " + e.getMessage(), e);
        }
    }
}
