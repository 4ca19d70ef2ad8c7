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
    private final Takers takers;
    private final Dispatcher dispatcher;
    private final ClientLog log;

    /** Who takes what is not for listeners. */
    record Takers(Operations operations, Features features, boolean streamFragmentsAsMessages) {
        boolean awaitAnswers() {
            return !operations.isIdle() || features.awaitsAnswer();
        }
    }

    // For one connection.
    private @Nullable Channel channel;
    private Optional<String> farewell = Optional.empty();
    /** Written on the loop, read by listeners' threads to spare the loop a call for every message. */
    private volatile boolean paused;

    Inbox(ControlLoop loop, MessageCodec codec, Takers takers, Dispatcher dispatcher, ClientLog log) {
        this.loop = loop;
        this.codec = codec;
        this.takers = takers;
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
            data.stream().ifPresent(stream -> takers.features.incomingStreams().onFragment(data, stream));
            if (data.stream().isEmpty() || takers.streamFragmentsAsMessages) {
                tell(groupMessage(data), size);
            }
        } else if (message instanceof ServiceMessage.ServerData data) {
            tell(new ClientEvent.ServerMessageEvent(data.data(), data.sequenceId(), data.metadata()), size);
        } else if (message instanceof ServiceMessage.Ack ack) {
            takers.operations.onAck(ack);
        } else if (message instanceof ServiceMessage.Disconnected goodbye) {
            farewell = Optional.of(goodbye.message());
        } else if (message instanceof ServiceMessage.Connected) {
            log.debug("the service repeated its greeting");
        } else if (message instanceof ServiceMessage.Pong) {
            log.debug("pong");
        } else if (!takers.features.onMessage(message)) {
            throw new IllegalStateException("a kind of message that nobody handles: " + message.getClass());
        }
    }

    private static ClientEvent groupMessage(ServiceMessage.GroupData data) {
        return new ClientEvent.GroupMessageEvent(
                data.group(), data.data(), data.fromUserId(), data.sequenceId(), data.metadata(), data.stream());
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
        boolean mayStretch = takers.awaitAnswers() && !dispatcher.isOverstretched();
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
