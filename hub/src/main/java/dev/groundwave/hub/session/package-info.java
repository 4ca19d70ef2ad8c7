/**
 * What a connection remembers beyond the moment.
 *
 * <p>Map: {@link dev.groundwave.hub.session.AckLedger} knows which requests succeeded already.
 */
@NullMarked
package dev.groundwave.hub.session;

import org.jspecify.annotations.NullMarked;
