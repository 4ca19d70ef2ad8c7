package dev.groundwave.server.blackbox;

/** The TCP connection ended in the middle of something; a failure, unless the test cut it itself. */
public final class ConnectionLost extends AssertionError {
    private static final long serialVersionUID = 1L;

    ConnectionLost(String what) {
        super(what);
    }
}
