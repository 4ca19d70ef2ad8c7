package dev.groundwave.client;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.StreamError;
import java.util.Optional;

/**
 * A stream that ended otherwise than by its publisher's {@code complete()}. Preview. Source: client-sdk.md, sections
 * 1.6 and 3.1.
 */
public final class StreamException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    /** The name when the publisher ended the stream with an error of its own. */
    public static final String USER_ERROR = StreamError.USER_ERROR;
    /** The name when nothing came for the idle timeout. */
    public static final String IDLE_TIMEOUT = StreamError.IDLE_TIMEOUT;
    /** The name when the publisher is gone. */
    public static final String CANCELLED = StreamError.CANCELLED;
    /** The name when the connection was lost for good, or before the stream was open. */
    public static final String CONNECTION_LOST = "ConnectionLost";
    /** The name when the service did not answer within the {@code operationTimeout}. */
    public static final String TIMEOUT = "Timeout";
    /** The name when a fragment was missing, came twice, or lies outside what the writer still has. */
    public static final String INVALID_SEQUENCE_ID = AckError.INVALID_SEQUENCE_ID;
    /** The name when the reader did not follow and its buffer was full. */
    public static final String OVERFLOW = "Overflow";
    /** The name when the writer was aborted by its own program. */
    public static final String ABORTED = "Aborted";
    /** The name when the service broke the rules of streams. */
    public static final String PROTOCOL_VIOLATION = "ProtocolViolation";

    private final String streamId;
    private final transient StreamError error;

    StreamException(String streamId, StreamError error) {
        super(
                "stream '" + streamId + "' ended: " + error.name()
                        + (error.message().isEmpty() ? "" : ": " + error.message()),
                null);
        this.streamId = streamId;
        this.error = error;
    }

    StreamException(String streamId, String name, String message) {
        this(streamId, StreamError.of(name, message));
    }

    /** The stream's id. */
    public String streamId() {
        return streamId;
    }

    /** Why it ended: one of the constants here, or a name of the service's. */
    public String name() {
        return error.name();
    }

    /** What the publisher or the service said about it; may be empty. */
    public String detail() {
        return error.message();
    }

    /** The publisher's own code, with {@link #USER_ERROR} only. */
    public Optional<String> userErrorCode() {
        return error.userErrorCode();
    }
}
