package dev.groundwave.client;

/** An operation that ended because the client is not running any more. Source: client-sdk.md, section 1.6. */
public final class ClientStoppedException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final SessionState state;
    private final Outcome outcome;

    ClientStoppedException(SessionState state, Outcome outcome) {
        super("the client is " + state + "; the outcome of the operation is " + outcome, null);
        this.state = state;
        this.outcome = outcome;
    }

    /** Where the client stood. */
    public SessionState state() {
        return state;
    }

    /** Whether the operation may have been done; never {@link Outcome#REJECTED}. */
    public Outcome outcome() {
        return outcome;
    }
}
