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
}
