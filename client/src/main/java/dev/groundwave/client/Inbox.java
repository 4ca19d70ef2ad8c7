package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a connection: decoded, sorted to operations or listeners, and held back while listeners cannot
 * follow.
 *
 * <p>Lives on the control loop. Reading stops when the handler queue is full. While an operation is under way it goes on
 * up to the stretched bound, because the ack that a listener may wait for comes the same way. Source: client-sdk.md,
 * section 2.5.
 */
final class Inbox {
    private final ControlLoop loop;
    private final MessageCodec codec;
    private final Operations operations;
    private final Dispatcher dispatcher;
    private final ClientLog log;

    // For one connection.
    private @Nullable Channel channel;
    private Optional<String> farewell = Optional.empty();
    /** Written on the loop, read by listeners' threads to spare the loop a call for every message. */
    private volatile boolean paused;

    Inbox(ControlLoop loop, MessageCodec codec, Operations operations, Dispatcher dispatcher, ClientLog log) {
        this.loop = loop;
        this.codec = codec;
        this.operations = operations;
        this.dispatcher = dispatcher;
        this.log = log;
    }

    /** A new connection begins. */
    void attach(Channel newChannel) {
        channel = newChannel;
        farewell = Optional.empty();
        paused = false;
        updateReading();
    }

    /** The connection is over. */
    void detach() {
        channel = null;
    }

    /** What the service said before it closed. */
    Optional<String> farewell() {
        return farewell;
    }

    void onMessage(Channel source, byte[] frame) {
        try {
            ServiceMessage message =
                    codec.decodeServiceMessage(frame, 0, frame.length).orElse(null);
            if (message != null) {
                sort(message, frame.length);
            }
        } catch (MalformedMessageException e) {
            log.warning("a frame of the service was ignored: " + e.getMessage());
        }
        source.consumed();
        updateReading();
    }

    /** The one place that tells the kinds of messages apart; a test walks them. */
    private void sort(ServiceMessage message, int size) {
        if (message instanceof ServiceMessage.GroupData data) {
            tell(
                    new ClientEvent.GroupMessageEvent(
                            data.group(), data.data(), data.fromUserId(), data.sequenceId(), data.metadata()),
                    size);
        } else if (message instanceof ServiceMessage.ServerData data) {
            tell(new ClientEvent.ServerMessageEvent(data.data(), data.sequenceId(), data.metadata()), size);
        } else if (message instanceof ServiceMessage.Ack ack) {
            operations.onAck(ack);
        } else if (message instanceof ServiceMessage.Disconnected goodbye) {
            farewell = Optional.of(goodbye.message());
        } else if (message instanceof ServiceMessage.Connected) {
            log.debug("the service repeated its greeting");
        } else if (message instanceof ServiceMessage.Pong) {
            log.debug("pong");
        } else if (isAnswerToNothing(message)) {
            log.debug("the service answered what was never asked");
        } else {
            throw new IllegalStateException("a kind of message that nobody handles: " + message.getClass());
        }
    }

    /** Kinds that only follow requests which this client does not make. Source: client-protocol.md, sections 10 to 12. */
    private static boolean isAnswerToNothing(ServiceMessage message) {
        return message instanceof ServiceMessage.InvokeResponse
                || message instanceof ServiceMessage.StreamAck
                || message instanceof ServiceMessage.StreamNack
                || message instanceof ServiceMessage.StreamClosed
                || message instanceof ServiceMessage.GroupStateSnapshot
                || message instanceof ServiceMessage.GroupStateUpdate;
    }

    void tell(ClientEvent event, int size) {
        dispatcher.deliver(event, size, () -> {
            if (paused && dispatcher.hasRoom()) {
                loop.execute(this::updateReading);
            }
        });
    }

    /** To be called when the handler queue or the set of operations has changed. */
    void updateReading() {
        if (channel == null) {
            return;
        }
        boolean mayStretch = !operations.isIdle() && !dispatcher.isOverstretched();
        boolean read = mayStretch || (paused ? dispatcher.hasRoom() : !dispatcher.isFull());
        if (read == paused) {
            paused = !read;
            channel.setReading(read);
            if (paused && dispatcher.hasRoom()) {
                // The listeners caught up before they could see the mark.
                loop.execute(this::updateReading);
            }
        }
    }
}
