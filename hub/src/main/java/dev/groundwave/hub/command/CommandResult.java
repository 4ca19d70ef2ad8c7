package dev.groundwave.hub.command;

/** How a command ended. */
public enum CommandResult {
    /** It was carried out; that it concerned nobody is no failure, save where {@link #NOT_FOUND} says so. */
    DONE,
    /** A request with this ack id succeeded before; nothing was done. */
    DUPLICATE,
    /** The client lacks the permission; nothing was done. */
    FORBIDDEN,
    /** There is no such connection or user to add to a group, or to grant something. */
    NOT_FOUND,
    /** The connection was granted as much as it may hold; nothing was done. */
    CONFLICT
}
