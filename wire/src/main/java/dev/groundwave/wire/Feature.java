package dev.groundwave.wire;

/**
 * A part of the protocol that a service may be told not to offer.
 *
 * <p>A message that needs a feature which is switched off is an unknown type: it ends the connection. Source:
 * client-protocol.md, section 13.6.
 */
public enum Feature {
    /** Requests with an answer. Source: client-protocol.md, section 10. */
    INVOKE,
    /** Ordered fragments to a group. Source: client-protocol.md, section 11. */
    STREAM,
    /** Small state of each member of a group. Source: client-protocol.md, section 12. */
    GROUP_STATE
}
