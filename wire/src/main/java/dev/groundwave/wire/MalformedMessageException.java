package dev.groundwave.wire;

/**
 * Input that breaks a rule of the protocol and ends the connection.
 *
 * <p>The message names the broken rule and never quotes the input. Source: client-protocol.md, section 13.6.
 */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason closeReason;

    /** Names the rule and the close to answer with. */
    public MalformedMessageException(String rule, CloseReason closeReason) {
        super(rule);
        this.closeReason = closeReason;
    }

    /** What to close the connection with. */
    public CloseReason closeReason() {
        return closeReason;
    }
}
