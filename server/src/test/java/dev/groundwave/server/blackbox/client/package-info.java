/**
 * What a client's socket sees, rule by rule of client-protocol.md; the nested groups are named after its sections.
 *
 * <p>Map: connecting and tokens (1, 2), permissions (3), limits (4), simple clients (5), JSON messages (6), acks (7),
 * lifecycle and bad input (13).
 */
@NullMarked
package dev.groundwave.server.blackbox.client;

import org.jspecify.annotations.NullMarked;
