package dev.groundwave.server.tunnel;

/** A message that breaks a rule of the tunnel; says which one, and quotes nothing of the message. */
final class MalformedTunnelMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTunnelMessageException(String rule) {
        super(rule);
    }

    MalformedTunnelMessageException(String rule, Throwable cause) {
        super(rule, cause);
    }
}
