/**
 * Frame languages: message to bytes and back, without any network.
 *
 * <p>Map: {@link dev.groundwave.wire.codec.MessageCodec} is the port, {@link dev.groundwave.wire.codec.JsonCodec} its
 * JSON form.
 */
@NullMarked
package dev.groundwave.wire.codec;

import org.jspecify.annotations.NullMarked;
