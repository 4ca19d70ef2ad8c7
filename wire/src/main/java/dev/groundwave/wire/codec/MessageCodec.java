package dev.groundwave.wire.codec;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import java.util.Optional;

/**
 * Turns messages of one frame language into bytes and back, in both directions.
 *
 * <p>Stateless and safe for all threads. One call is one whole WebSocket message.
 */
public interface MessageCodec {
    /**
     * Reads what a client sent: {@code length} bytes of {@code frame} from {@code offset}. The array is not kept.
     *
     * @throws MalformedMessageException when any rule of the dialect is broken
     */
    ClientMessage decodeClientMessage(byte[] frame, int offset, int length) throws MalformedMessageException;

    /**
     * Reads what the service sent; empty for a type that this version does not know, which clients must ignore.
     *
     * @throws MalformedMessageException when it is not a message of the dialect at all
     */
    Optional<ServiceMessage> decodeServiceMessage(byte[] frame, int offset, int length)
            throws MalformedMessageException;

    /**
     * Writes what a client sends.
     *
     * @throws IllegalArgumentException for a kind that is only read
     */
    byte[] encode(ClientMessage message);

    /** Writes what the service sends. */
    byte[] encode(ServiceMessage message);

    /** Writes what the service sends to many receivers that differ in their sequence ids; the message's own is ignored. */
    FrameTemplate template(ServiceMessage.Sequenced message);
}
