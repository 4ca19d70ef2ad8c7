package dev.groundwave.hub;

/**
 * Told when a connection is over for good.
 *
 * <p>For whoever keeps something for a connection outside the hub. Called once, on the connection's lane; must neither
 * block nor call the hub.
 */
@FunctionalInterface
public interface ConnectionEnd {
    /** Nobody wants to know. */
    ConnectionEnd UNHEARD = _ -> {};

    /**
     * The connection is over.
     *
     * @param reason for a developer's eyes; may be empty
     */
    void ended(String reason);
}
