package dev.groundwave.server.rest;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.OfferResult;
import dev.groundwave.hub.delivery.Outbox;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An outbox that keeps what its client would get, as messages. */
final class Inbox implements Outbox {
    private final List<ServiceMessage> messages = new ArrayList<>();
    private Optional<CloseReason> closed = Optional.empty();

    List<ServiceMessage> messages() {
        return messages;
    }

    Optional<CloseReason> closed() {
        return closed;
    }

    @Override
    public OfferResult offer(EncodedFrame frame) {
        messages.addAll(((Frame) frame).messages());
        return OfferResult.SENT;
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close(CloseReason reason) {
        closed = Optional.of(reason);
    }

    @Override
    public void resumeReading() {
        // Nobody reads from this client.
    }

    /** Frames that still are messages. */
    record Frame(List<ServiceMessage> messages) implements EncodedFrame {
        @Override
        public int bytes() {
            return messages.size();
        }

        @Override
        public int frames() {
            return messages.size();
        }

        @Override
        public void retain() {
            // Lives on the heap.
        }

        @Override
        public void release() {
            // Lives on the heap.
        }
    }

    /** Makes such frames. */
    static final class Encoder implements FrameEncoder {
        @Override
        public EncodedFrame encode(ServiceMessage message, Dialect dialect) {
            return new Frame(List.of(message));
        }

        @Override
        public EncodedFrame join(List<EncodedFrame> frames) {
            List<ServiceMessage> all = new ArrayList<>();
            frames.forEach(frame -> all.addAll(((Frame) frame).messages()));
            return new Frame(all);
        }
    }
}
