package dev.groundwave.wire;

/** What a client may be allowed to do with a group. Source: client-protocol.md, section 3.1. */
public enum Permission {
    /** Enter and leave. */
    JOIN_LEAVE_GROUP,
    /** Publish. */
    SEND_TO_GROUP
}
