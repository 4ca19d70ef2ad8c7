package dev.groundwave.hub;

/**
 * Told of the turns in a connection's life, in their order.
 *
 * <p>For whoever keeps something for a connection outside the hub. Called on the connection's lane; must neither block nor
 * call the hub. A recovery is no turn: the connection goes on.
 */
@FunctionalInterface
public interface ConnectionObserver {
    /** Nobody wants to know. */
    ConnectionObserver UNHEARD = _ -> {};

    /** The connection can be found by its id; first of all, and once. */
    default void attached() {}

    /** The connection was not in the group and now is, whoever wanted that. */
    default void joined(String group) {}

    /** The connection was in the group and is not any more, whoever wanted that; at its end too. */
    default void left(String group) {}

    /**
     * The connection is over for good; last of all, and once.
     *
     * @param reason for a developer's eyes; may be empty
     */
    void ended(String reason);
}
