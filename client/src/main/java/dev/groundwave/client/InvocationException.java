package dev.groundwave.client;

import dev.groundwave.wire.AckError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An invocation that failed. It is never repeated by the client. Source: client-sdk.md, sections 1.6 and 3.2. */
public final class InvocationException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final String invocationId;
    private final transient Optional<AckError> errorDetail;
    private final Outcome outcome;

    InvocationException(String invocationId, String why, Outcome outcome, @Nullable Throwable cause) {
        super("invocation '" + invocationId + "' failed: " + why, cause);
        this.invocationId = invocationId;
        this.errorDetail = Optional.empty();
        this.outcome = outcome;
    }

    InvocationException(String invocationId, AckError error) {
        super("invocation '" + invocationId + "' failed: " + error.name() + ": " + error.message(), null);
        this.invocationId = invocationId;
        this.errorDetail = Optional.of(error);
        this.outcome = Outcome.REJECTED;
    }

    /** The id as it was sent. */
    public String invocationId() {
        return invocationId;
    }

    /** What the service said; empty when it did not answer. */
    public Optional<AckError> errorDetail() {
        return errorDetail;
    }

    /** Whether the application may have dealt with it. */
    public Outcome outcome() {
        return outcome;
    }
}
