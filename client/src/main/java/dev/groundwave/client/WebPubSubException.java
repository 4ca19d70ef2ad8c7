package dev.groundwave.client;

import org.jspecify.annotations.Nullable;

/**
 * What the client reports as failed; the common type of its exceptions.
 *
 * <p>Thrown as such by a blocking call whose thread was interrupted; the interrupt flag is set again then. Messages
 * never hold tokens or payloads.
 */
public class WebPubSubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WebPubSubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
