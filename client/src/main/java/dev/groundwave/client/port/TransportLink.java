package dev.groundwave.client.port;

import java.util.function.Consumer;

/** The sending side of one transport. Safe for all threads; no method blocks. */
public interface TransportLink {
    /**
     * Takes one message for sending behind those taken before; open or not yet open.
     *
     * @param whenDone is told once what became of it, on any thread, perhaps within this call; before
     *     {@link TransportListener#onEnd} at the latest
     * @return false when nothing was taken: the queue is full and {@link TransportListener#onWritable} follows, or the
     *     link has ended and {@link TransportListener#onEnd} follows or came
     */
    boolean offer(byte[] message, Consumer<WriteResult> whenDone);

    /**
     * As {@link #offer}, but ahead of everything that waits and whatever the bound of the queue: for the few small frames
     * that keep a connection alive.
     *
     * @return false when the link has ended
     */
    boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone);

    /** Asks for one more message; without that none comes, and pings may go unanswered. */
    void request();

    /** Sends a WebSocket ping, ahead of what is queued. */
    void ping();

    /**
     * Begins the closing handshake; what is queued is not sent any more. The end follows when the peer answers; before the
     * opening it follows at once. Nothing happens when it is closing already or over.
     */
    void close(int code);

    /**
     * Ends at once without a closing handshake; also while opening or closing. {@link TransportListener#onEnd} follows,
     * perhaps within this call, but never within another call of the listener. Nothing happens when it is over.
     */
    void abort(String why);
}
