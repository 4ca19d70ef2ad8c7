package dev.groundwave.wire;

import java.util.Optional;

/**
 * Why a stream ended before its time, as its subscribers see it.
 *
 * <p>Source: client-protocol.md, section 11.3.
 *
 * @param message empty when nobody gave one
 * @param userErrorCode the publisher's own code, for {@link #USER_ERROR} only
 */
public record StreamError(String name, String message, Optional<String> userErrorCode) {
    /** The name when the publisher itself ended the stream with an error. */
    public static final String USER_ERROR = "UserError";
    /** The name when the publisher was silent for too long. */
    public static final String IDLE_TIMEOUT = "IdleTimeout";
    /** The name when the publisher broke the rules or is gone. */
    public static final String CANCELLED = "Cancelled";

    /** An error without a code of the publisher. */
    public static StreamError of(String name, String message) {
        return new StreamError(name, message, Optional.empty());
    }

    /** The publisher's own error. */
    public static StreamError ofUser(Optional<String> message, Optional<String> userErrorCode) {
        return new StreamError(USER_ERROR, message.orElse(""), userErrorCode);
    }
}
