package dev.groundwave.wire;

/**
 * Why a request was refused. Names are contractual and open-ended, texts informative.
 *
 * <p>Source: client-protocol.md, section 7.1.
 */
public record AckError(String name, String message) {
    /** The name for a missing permission. */
    public static final String FORBIDDEN = "Forbidden";
    /** The name for an ack id that succeeded before. */
    public static final String DUPLICATE = "Duplicate";
    /** The name for a failed event handler or a fault of the service. */
    public static final String INTERNAL_SERVER_ERROR = "InternalServerError";
    /** The name for a well-formed request that cannot be accepted. */
    public static final String BAD_REQUEST = "BadRequest";
    /** The name for a fragment that is ahead of its stream. */
    public static final String INVALID_SEQUENCE_ID = "InvalidSequenceId";
    /** The name for a stream that was never opened or is closed. */
    public static final String STREAM_NOT_FOUND = "StreamNotFound";
    /** The name for a fragment that may be sent again. */
    public static final String TRANSIENT_ERROR = "TransientError";

    /** No permission; {@code action} reads like {@code join group}. */
    public static AckError forbidden(String action, String group) {
        return new AckError(FORBIDDEN, "The client does not have permission to " + action + " '" + group + "'.");
    }

    /** The ack id, unsigned, has been processed. */
    public static AckError duplicate(long ackId) {
        return new AckError(DUPLICATE, "Message with ack-id: " + Long.toUnsignedString(ackId) + " has been processed");
    }

    /** A fault behind the service. */
    public static AckError internalServerError() {
        return new AckError(INTERNAL_SERVER_ERROR, "Internal server error");
    }

    /** A request that is well-formed and cannot be honoured. */
    public static AckError badRequest(String message) {
        return new AckError(BAD_REQUEST, message);
    }
}
