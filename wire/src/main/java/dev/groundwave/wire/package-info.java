/**
 * Messages, names, payloads and limits of the client protocol, as immutable values.
 *
 * <p>Map: {@link dev.groundwave.wire.ClientMessage} is what a client sends, {@link dev.groundwave.wire.ServiceMessage}
 * what the service sends, {@link dev.groundwave.wire.Payload} what both carry. Bytes are made in {@code wire.codec},
 * tokens in {@code wire.token}; both use this package and it uses neither.
 */
@NullMarked
package dev.groundwave.wire;

import org.jspecify.annotations.NullMarked;
