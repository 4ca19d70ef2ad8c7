/**
 * JSON payloads by Gson.
 *
 * <p>Map: {@link dev.groundwave.codec.gson.GsonPayloadCodec} is all there is. {@link java.util.ServiceLoader} finds it as a
 * {@link dev.groundwave.wire.PayloadCodec}; a program with a mapper of its own gives that to its constructor.
 */
@NullMarked
package dev.groundwave.codec.gson;

import org.jspecify.annotations.NullMarked;
