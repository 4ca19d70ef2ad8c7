/**
 * What a connection remembers beyond the moment.
 *
 * <p>Map: {@link dev.groundwave.hub.session.AckLedger} knows which requests succeeded already; a
 * {@link dev.groundwave.hub.session.ReliableOutbox} keeps what a client has not acknowledged.
 */
@NullMarked
package dev.groundwave.hub.session;

import org.jspecify.annotations.NullMarked;
