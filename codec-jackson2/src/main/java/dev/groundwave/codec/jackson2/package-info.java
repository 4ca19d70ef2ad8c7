/**
 * JSON payloads by Jackson 2.
 *
 * <p>Map: {@link dev.groundwave.codec.jackson2.Jackson2PayloadCodec} is all there is. {@link java.util.ServiceLoader} finds it as a
 * {@link dev.groundwave.wire.PayloadCodec}; a program with a mapper of its own gives that to its constructor.
 */
@NullMarked
package dev.groundwave.codec.jackson2;

import org.jspecify.annotations.NullMarked;
