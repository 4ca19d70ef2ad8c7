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
    /** Who is told what concerns the connection itself. */
    interface Owner {
        /** The service greeted once more on a connection that stands. */
        void greetedAgain(Channel on, ServiceMessage.Connected greeting);

        /** A message has no place in the handler queue, and the program wants that to end the connection. */
        void overflowed(BackpressureException why);
    }

    /** Where messages go, by their kind. */
    record Targets(Operations operations, Features features, Dispatcher dispatcher, Owner owner) {}

    private final ControlLoop loop;
    private final MessageCodec codec;
    private final ClientSettings settings;
    private final boolean streamFragmentsAsMessages;
    private final Operations operations;
    private final Features features;
    private final Dispatcher dispatcher;
    private final Owner owner;
    private final ClientLog log;
    private final SequenceAcks acks;

    // For one connection.
    private @Nullable Channel channel;
    private Optional<String> farewell = Optional.empty();
    /** Written on the loop, read by listeners' threads to spare the loop a call for every message. */
    private volatile boolean paused;

    Inbox(ControlLoop loop, ClientSettings settings, ClientLog log, Targets targets) {
        this.loop = loop;
        this.codec = settings.protocol().codec();
        this.settings = settings;
        this.streamFragmentsAsMessages = settings.features().streamFragmentsAsMessages();
        this.operations = targets.operations();
        this.features = targets.features();
        this.dispatcher = targets.dispatcher();
        this.owner = targets.owner();
        this.log = log;
        this.acks = new SequenceAcks(loop, codec, settings.sequenceAckInterval());
    }

    /** The acknowledgements of what comes in. */
    SequenceAcks acks() {
        return acks;
    }

    /** A new connection begins, or the one there is goes on with another transport. */
    void attach(Channel newChannel, boolean isNew) {
        channel = newChannel;
        paused = false;
        acks.attach(newChannel);
        if (isNew) {
            farewell = Optional.empty();
            acks.reset();
        } else {
            acks.sendNow();
        }
        updateReading();
    }

    /** The transport is gone. */
    void detach() {
        channel = null;
        acks.detach();
    }

    /** What the service said before it closed. */
    Optional<String> farewell() {
        return farewell;
    }

    void onMessage(Channel source, byte[] frame) {
        try {
            ServiceMessage message =
                    codec.decodeServiceMessage(frame, 0, frame.length).orElse(null);
            if (message instanceof ServiceMessage.Sequenced numbered
                    && numbered.sequenceId().isPresent()) {
                if (acks.isNew(numbered.sequenceId().getAsLong())) {
                    sort(source, message, frame.length);
                }
                acks.received(frame.length);
            } else if (message != null) {
                sort(source, message, frame.length);
            }
        } catch (MalformedMessageException e) {
            log.warning("a frame of the service was ignored: " + e.getMessage());
        }
        source.consumed();
        updateReading();
    }

    /** The one place that tells the kinds of messages apart; a test walks them. */
    private void sort(Channel source, ServiceMessage message, int size) {
        if (message instanceof ServiceMessage.GroupData data) {
            data.stream().ifPresent(stream -> features.incomingStreams().onFragment(data, stream));
            if (data.stream().isEmpty() || streamFragmentsAsMessages) {
                tellMessage(groupMessage(data), size);
            }
        } else if (message instanceof ServiceMessage.ServerData data) {
            tellMessage(
                    new ClientEvent.ServerMessageEvent(
                            settings.received(data.data()), data.sequenceId(), data.metadata()),
                    size);
        } else if (message instanceof ServiceMessage.Ack ack) {
            operations.onAck(ack);
        } else if (message instanceof ServiceMessage.Disconnected goodbye) {
            farewell = Optional.of(goodbye.message());
        } else if (message instanceof ServiceMessage.Connected greeting) {
            owner.greetedAgain(source, greeting);
        } else if (message instanceof ServiceMessage.Pong) {
            log.debug("pong");
        } else if (!features.onMessage(message)) {
            throw new IllegalStateException("a kind of message that nobody handles: " + message.getClass());
        }
    }

    private ClientEvent groupMessage(ServiceMessage.GroupData data) {
        return new ClientEvent.GroupMessageEvent(
                data.group(),
                settings.received(data.data()),
                data.fromUserId(),
                data.sequenceId(),
                data.metadata(),
                data.stream());
    }

    /** Queues an event that is no message; it always finds a place. */
    void tell(ClientEvent event) {
        dispatcher.deliver(event, this::readOnIfRoom);
    }

    private void tellMessage(ClientEvent message, int size) {
        if (!dispatcher.offer(message, size, this::readOnIfRoom)) {
            owner.overflowed(BackpressureException.ofListeners(dispatcher.length()));
        }
    }

    private void readOnIfRoom() {
        if (paused && dispatcher.hasRoom()) {
            loop.execute(this::updateReading);
        }
    }

    /** To be called when the handler queue or the set of operations has changed. */
    void updateReading() {
        if (channel == null || !dispatcher.blocks()) {
            return;
        }
        boolean isAwaited = !operations.isIdle() || features.awaitsAnswer();
        boolean mayStretch = isAwaited && !dispatcher.isOverstretched();
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
