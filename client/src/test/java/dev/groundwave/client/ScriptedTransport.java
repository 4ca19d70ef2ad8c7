package dev.groundwave.client;

import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.port.WriteResult;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A network in memory whose service is the test. */
final class ScriptedTransport implements Transport {
    static final JsonCodec CODEC = new JsonCodec();

    final List<Link> links = new ArrayList<>();

    @Override
    public TransportLink open(TransportRequest request, TransportListener listener) {
        Link link = new Link(request, listener);
        links.add(link);
        return link;
    }

    Link last() {
        return links.get(links.size() - 1);
    }

    /** One WebSocket, seen from the service. */
    static final class Link implements TransportLink {
        final TransportRequest request;
        final List<ClientMessage> sent = new ArrayList<>();
        /** Messages that the client is ready to take; the first sixteen are granted at once. */
        int demand = 16;

        int pings;
        OptionalInt closeCode = OptionalInt.empty();
        boolean aborted;
        /** How many more frames are written; others stay in the queue. */
        int writable = Integer.MAX_VALUE;
        /** How many frames the queue takes besides. */
        int queueCapacity = Integer.MAX_VALUE;
        /** Whether a close is answered at once. */
        boolean answersClose = true;

        /** What the service does with a frame while it is still being written. */
        Consumer<ClientMessage> duringWrite = message -> {};

        private final TransportListener listener;
        /** How many urgent frames fail although the link lives on. */
        int failingUrgent;

        private final Deque<Queued> urgent = new ArrayDeque<>();
        private final Deque<Queued> queued = new ArrayDeque<>();
        private boolean ended;

        Link(TransportRequest request, TransportListener listener) {
            this.request = request;
            this.listener = listener;
        }

        /** Completes the handshake. */
        void accept() {
            listener.onOpen(request.subprotocol());
        }

        void acceptWith(String subprotocol) {
            listener.onOpen(subprotocol);
        }

        void receive(ServiceMessage message) {
            receive(CODEC.encode(message));
        }

        void receive(byte[] frame) {
            demand--;
            listener.onActivity();
            listener.onMessage(frame);
        }

        void pong() {
            listener.onActivity();
        }

        void greet(String connectionId) {
            receive(new ServiceMessage.Connected(Optional.of("alice"), connectionId, Optional.empty()));
        }

        /** As {@link #greet}, with what a recovery needs. */
        void greet(String connectionId, String token) {
            receive(new ServiceMessage.Connected(Optional.of("alice"), connectionId, Optional.of(token)));
        }

        /** A numbered message to the group {@code g}. */
        void message(long sequenceId, String text) {
            receive(new ServiceMessage.GroupData(
                    "g", Optional.empty(), Payload.text(text), Map.of(), OptionalLong.of(sequenceId)));
        }

        /** The sequence acks so far. */
        List<Long> sequenceAcks() {
            return sent.stream()
                    .filter(ClientMessage.SequenceAck.class::isInstance)
                    .map(message -> ((ClientMessage.SequenceAck) message).sequenceId())
                    .toList();
        }

        void ack(long ackId) {
            receive(ServiceMessage.Ack.success(ackId));
        }

        void refuse(long ackId, String error) {
            receive(ServiceMessage.Ack.failure(ackId, new AckError(error, "as scripted")));
        }

        void end(TransportEnd end) {
            if (ended) {
                return;
            }
            ended = true;
            urgent.forEach(each -> each.whenDone.accept(WriteResult.NEVER_STARTED));
            urgent.clear();
            queued.forEach(each -> each.whenDone.accept(WriteResult.NEVER_STARTED));
            queued.clear();
            listener.onEnd(end);
        }

        void drop() {
            end(TransportEnd.closed(TransportEnd.ABNORMAL, ""));
        }

        /** Lets this many queued frames through. */
        void write(int frames) {
            writable += frames;
            while (writable > 0 && !(urgent.isEmpty() && queued.isEmpty())) {
                write(urgent.isEmpty() ? queued.remove() : urgent.remove());
            }
            listener.onWritable();
        }

        boolean isOpen() {
            return !ended && !aborted && closeCode.isEmpty();
        }

        @Override
        public boolean offer(byte[] message, Consumer<WriteResult> whenDone) {
            Queued entry = new Queued(message, whenDone);
            if (ended) {
                return false;
            }
            if (writable > 0) {
                write(entry);
            } else if (queued.size() < queueCapacity) {
                queued.add(entry);
            } else {
                return false;
            }
            return true;
        }

        @Override
        public boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone) {
            if (ended) {
                return false;
            }
            if (failingUrgent > 0) {
                failingUrgent--;
                whenDone.accept(WriteResult.UNCERTAIN);
            } else if (writable > 0) {
                write(new Queued(message, whenDone));
            } else {
                urgent.add(new Queued(message, whenDone));
            }
            return true;
        }

        private void write(Queued entry) {
            writable--;
            try {
                ClientMessage message = CODEC.decodeClientMessage(entry.message, 0, entry.message.length);
                sent.add(message);
                duringWrite.accept(message);
            } catch (MalformedMessageException e) {
                throw new AssertionError("the client sent a malformed frame", e);
            }
            entry.whenDone.accept(WriteResult.WRITTEN);
        }

        @Override
        public void request() {
            demand++;
        }

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void close(int code) {
            closeCode = OptionalInt.of(code);
            if (answersClose) {
                end(TransportEnd.closed(code, ""));
            }
        }

        @Override
        public void abort(String why) {
            aborted = true;
            end(TransportEnd.aborted(why));
        }
    }

    private static final class Queued {
        private final byte[] message;
        private final Consumer<WriteResult> whenDone;

        Queued(byte[] message, Consumer<WriteResult> whenDone) {
            this.message = message;
            this.whenDone = whenDone;
        }
    }
}
