package dev.groundwave.client;

import dev.groundwave.wire.AckError;
import java.util.Optional;
import java.util.OptionalLong;

/** An operation that failed. Source: client-sdk.md, section 1.6. */
public final class SendMessageFailedException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final transient OperationReport report;

    SendMessageFailedException(String why, OperationReport report) {
        super(report.operation() + " '" + report.target() + "' failed: " + why, null);
        this.report = report;
    }

    /** With this id the call can be repeated safely; empty for fire-and-forget. */
    public OptionalLong ackId() {
        return report.ackId();
    }

    /** The name of the method that was called, for example {@code joinGroup}. */
    public String operation() {
        return report.operation();
    }

    /** The group or the event. */
    public String target() {
        return report.target();
    }

    /** What the service said last; empty when it never answered. */
    public Optional<AckError> errorDetail() {
        return report.errorDetail();
    }

    /** How often it was sent. */
    public int attempts() {
        return report.attempts();
    }

    /** Whether it may have been done. */
    public Outcome outcome() {
        return report.outcome();
    }

    /** Whether the same call may succeed later. */
    public boolean isTransient() {
        return report.errorDetail().map(OperationReport::isTransient).orElse(true);
    }
}
