package dev.groundwave.client;

/**
 * Gives a client access URL, usually by asking the application's own server.
 *
 * <p>Called once for each new connection: at {@code start()} and at every reconnect attempt. Tokens live an hour by
 * default, so return a fresh URL each time; with a fixed URL a client cannot reconnect after that. Source:
 * client-sdk.md, section 1.3.
 */
@FunctionalInterface
public interface WebPubSubClientCredential {
    /**
     * A URL with a token in it.
     *
     * <p>Runs on a worker thread and may block; it is interrupted when the time of the attempt is over or the client
     * stops. Whatever it throws becomes the cause of a failed attempt.
     *
     * @throws Exception when there is none now
     */
    String getClientAccessUrl(AccessUrlContext context) throws Exception;
}
