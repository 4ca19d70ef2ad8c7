package dev.groundwave.wire.event;

/**
 * A certificate with which a client came.
 *
 * @param thumbprint SHA-1 in hexadecimal digits
 * @param content in PEM form
 */
public record ClientCertificate(String thumbprint, String content) {}
