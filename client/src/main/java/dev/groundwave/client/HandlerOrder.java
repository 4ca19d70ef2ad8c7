package dev.groundwave.client;

/** In what order listeners are called. Source: client-sdk.md, section 2.5. */
public enum HandlerOrder {
    /** One event after the other, of all kinds. */
    ONE_BY_ONE,
    /**
     * The messages of one group one after the other, those of different groups beside each other. All other events are in
     * one order, and a group's message is told after those that came before it; they do not wait for messages.
     */
    PER_GROUP
}
