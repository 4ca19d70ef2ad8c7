package dev.groundwave.wire;

/**
 * A WebSocket close code and its text; the text may be empty.
 *
 * <p>Codes are contractual, texts informative. Source: client-protocol.md, sections 13.4 and 13.6.
 */
public record CloseReason(int code, String text) {
    /** The application closed the connection, or the peer did in good order. */
    public static final CloseReason NORMAL = new CloseReason(1000, "");
    /** The server is stopping. */
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "");
    /** A WebSocket framing violation. */
    public static final CloseReason INVALID_FRAME = new CloseReason(1002, "The client frame is invalid.");
    /** A binary message on a JSON subprotocol. */
    public static final CloseReason JSON_NEEDS_TEXT =
            new CloseReason(1003, "The JSON subprotocol requires text messages.");
    /** A message that breaks a rule of the JSON subprotocol. */
    public static final CloseReason INVALID_JSON_MESSAGE =
            new CloseReason(1007, "The client message is not a valid JSON protocol message.");
    /** A text message on a protobuf subprotocol. */
    public static final CloseReason PROTOBUF_NEEDS_BINARY =
            new CloseReason(1003, "The protobuf subprotocol requires binary messages.");
    /** A message that breaks a rule of the protobuf subprotocol. */
    public static final CloseReason INVALID_PROTOBUF_MESSAGE =
            new CloseReason(1007, "The client message is not a valid protobuf.webpubsub.azure.v1 protocol message.");
    /** A text message that is not UTF-8. */
    public static final CloseReason INVALID_UTF8 = new CloseReason(1007, "The client message is not valid UTF-8.");
    /** A raw publish by a simple client without permission. */
    public static final CloseReason PUBLISH_FORBIDDEN =
            new CloseReason(1008, "The client does not have permission to send to the group.");
    /** The client does not read fast enough. */
    public static final CloseReason SLOW_CONSUMER = new CloseReason(1008, "The outbound message queue is full.");
    /** More unacknowledged messages than a reliable connection may have. */
    public static final CloseReason RELIABLE_BUFFER_FULL =
            new CloseReason(1008, "The reliable message buffer is full.");
    /** A recovery of a connection that is gone, or with a wrong secret. */
    public static final CloseReason RECOVERY_REFUSED = new CloseReason(1008, "The connection could not be recovered.");
    /** A message above {@link WireLimits#MAX_MESSAGE_BYTES}. */
    public static final CloseReason MESSAGE_TOO_LARGE = new CloseReason(1009, "The client message is too large.");
    /** A fault of the service, or a simple client's event that nobody answered. */
    public static final CloseReason INTERNAL_ERROR = new CloseReason(1011, "Internal server error");
}
