package dev.groundwave.server.socket;

import dev.groundwave.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;

/** What a client's whole messages mean: one form for subprotocols, one for simple clients. On the client's lane. */
interface Conversation {
    /**
     * One message after defragmentation; the buffer stays the caller's.
     *
     * @throws MalformedMessageException when it breaks the protocol, which ends the connection
     */
    void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException;

    /** Whether so much waits that the client's socket should not be read for now. */
    boolean isFull();

    /** The WebSocket is gone. */
    void end();
}
