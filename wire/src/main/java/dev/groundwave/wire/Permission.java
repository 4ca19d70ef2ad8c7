package dev.groundwave.wire;

/** What a client may be allowed to do with a group. Source: client-protocol.md, section 3.1. */
public enum Permission {
    /** Enter and leave. */
    JOIN_LEAVE_GROUP,
    /** Publish. */
    SEND_TO_GROUP,
    /** Set one's own state. */
    SET_GROUP_STATE,
    /** See the state of the members. */
    GET_GROUP_STATE
}
