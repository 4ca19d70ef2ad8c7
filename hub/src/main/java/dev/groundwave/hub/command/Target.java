package dev.groundwave.hub.command;

/** Whom a command concerns, within one hub. */
public sealed interface Target {
    /** Every connection. */
    record All() implements Target {}

    /** The members of a group. */
    record Group(String name) implements Target {}

    /** The connections of a user. */
    record User(String userId) implements Target {}

    /** One connection. */
    record OneConnection(String connectionId) implements Target {}
}
