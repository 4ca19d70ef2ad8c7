package dev.groundwave.client;

import dev.groundwave.client.transport.RawServer;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientPath;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small service for one reliable connection at a time: numbers what it sends, keeps it until acknowledged, answers a
 * repeated ack id with {@code Duplicate}, and lets a client come back. Everything is guarded by its monitor.
 */
final class ReliableService implements AutoCloseable {
    /** What happens in place of good service. */
    @FunctionalInterface
    interface Mischief {
        /** Plays after the greeting; the transport is cut when it ends. */
        void play(RawServer.Peer peer) throws IOException;
    }

    private static final JsonCodec CODEC = new JsonCodec();

    final List<String> executed = new ArrayList<>();
    final List<Long> sequenceAcks = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    /** What came on the one stream that there may be, each fragment once. */
    final List<String> fragments = new ArrayList<>();

    private final RawServer server = new RawServer(this::serve);
    private final SortedMap<Long, byte[]> unacknowledged = new TreeMap<>();
    private final Set<Long> ackIds = new HashSet<>();
    private final List<Mischief> mischiefs = new ArrayList<>();
    private int connections;
    private int fragmentFrames;
    private int refusedFragments;
    private long lastSequence;
    private long lastAcknowledged;
    private RawServer.@Nullable Peer peer;

    ReliableService() throws IOException {}

    URI uri() {
        return server.uri();
    }

    /** Instead of serving the next transport that is greeted. */
    synchronized void next(Mischief mischief) {
        mischiefs.add(mischief);
    }

    /** Sends the next numbered message, or keeps it until the client is back. */
    synchronized void publish(String text) throws IOException {
        long id = ++lastSequence;
        byte[] frame = CODEC.encode(
                new ServiceMessage.GroupData("g", Optional.empty(), Payload.text(text), Map.of(), OptionalLong.of(id)));
        unacknowledged.put(id, frame);
        if (peer != null) {
            peer.frame(RawServer.TEXT, true, frame);
        }
    }

    synchronized int unacknowledged() {
        return unacknowledged.size();
    }

    synchronized int connections() {
        return connections;
    }

    /** Breaks the transport there is. */
    synchronized void cut() throws IOException {
        if (peer != null) {
            RawServer.Peer gone = peer;
            peer = null;
            gone.reset();
        }
    }

    private void serve(RawServer.Peer served) throws IOException {
        List<String> request = served.accept();
        String path = request.get(0).split(" ", -1)[1];
        Optional<Mischief> mischief = begin(served, path);
        try {
            if (mischief.isPresent()) {
                mischief.get().play(served);
            } else {
                readAll(served);
            }
        } finally {
            end(served);
        }
    }

    private synchronized Optional<Mischief> begin(RawServer.Peer served, String path) throws IOException {
        requests.add(path);
        ClientPath parsed = ClientPath.parse(path).orElseThrow();
        boolean recovers = parsed.connectionId().equals(Optional.of("c" + connections))
                && parsed.reconnectionToken().equals(Optional.of("token" + connections));
        if (!recovers && parsed.connectionId().isPresent()) {
            served.close(1008, "The connection could not be recovered.");
            return Optional.of(refused -> {});
        }
        if (!recovers) {
            connections++;
            lastSequence = 0;
            lastAcknowledged = 0;
            unacknowledged.clear();
            ackIds.clear();
        }
        send(
                served,
                new ServiceMessage.Connected(Optional.empty(), "c" + connections, Optional.of("token" + connections)));
        for (byte[] frame : unacknowledged.values()) {
            served.frame(RawServer.TEXT, true, frame);
        }
        if (!mischiefs.isEmpty()) {
            return Optional.of(mischiefs.remove(0));
        }
        peer = served;
        return Optional.empty();
    }

    private synchronized void end(RawServer.Peer served) {
        if (served.equals(peer)) {
            peer = null;
        }
    }

    private void readAll(RawServer.Peer served) throws IOException {
        for (RawServer.Frame frame = served.read(); frame.opcode() != RawServer.CLOSE; frame = served.read()) {
            if (frame.opcode() == RawServer.PING) {
                pong(served);
            } else if (frame.opcode() == RawServer.TEXT) {
                handle(served, decoded(frame.payload().toArray()));
            }
        }
        goodbye(served);
    }

    private synchronized void pong(RawServer.Peer served) throws IOException {
        served.frame(RawServer.PONG, true, new byte[0]);
    }

    private synchronized void goodbye(RawServer.Peer served) throws IOException {
        served.close(1000, "");
    }

    private synchronized void handle(RawServer.Peer served, ClientMessage message) throws IOException {
        if (message instanceof ClientMessage.SequenceAck ack) {
            sequenceAcks.add(ack.sequenceId());
            lastAcknowledged = Math.max(lastAcknowledged, ack.sequenceId());
            unacknowledged.headMap(lastAcknowledged + 1).clear();
            notifyAll();
            return;
        }
        if (message instanceof ClientMessage.StreamRequest) {
            handleStream(served, message);
            return;
        }
        OptionalLong ackId = message.ackId();
        if (ackId.isPresent() && !ackIds.add(ackId.getAsLong())) {
            send(served, ServiceMessage.Ack.failure(ackId.getAsLong(), new AckError("Duplicate", "as scripted")));
            return;
        }
        if (message instanceof ClientMessage.SendToGroup publication) {
            executed.add(publication.data().asText());
        }
        if (ackId.isPresent()) {
            send(served, ServiceMessage.Ack.success(ackId.getAsLong()));
        }
    }

    private void handleStream(RawServer.Peer served, ClientMessage message) throws IOException {
        if (message instanceof ClientMessage.StreamStart start) {
            send(served, new ServiceMessage.StreamAck(start.streamId(), 1));
        } else if (message instanceof ClientMessage.StreamData fragment) {
            send(served, answer(fragment));
        } else if (message instanceof ClientMessage.StreamEnd end) {
            send(served, new ServiceMessage.StreamClosed(end.streamId(), Optional.empty()));
        }
    }

    /** Has no use for one fragment now and then, and so none for those behind it. */
    private ServiceMessage answer(ClientMessage.StreamData fragment) {
        long expected = fragments.size() + 1L;
        boolean fails = ++fragmentFrames % 700 == 0;
        if (fails || fragment.streamSequenceId() > expected) {
            refusedFragments++;
            String name = fails ? AckError.TRANSIENT_ERROR : AckError.INVALID_SEQUENCE_ID;
            return new ServiceMessage.StreamNack(fragment.streamId(), expected, new AckError(name, "as scripted"));
        }
        if (fragment.streamSequenceId() == expected) {
            fragments.add(fragment.data().asText());
        }
        return new ServiceMessage.StreamAck(fragment.streamId(), fragments.size() + 1L);
    }

    synchronized int refusedFragments() {
        return refusedFragments;
    }

    /** Waits until no more than this many messages are unacknowledged. */
    synchronized void awaitUnacknowledged(int most) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (unacknowledged.size() > most && end - System.nanoTime() > 0) {
            wait(100);
        }
    }

    private static void send(RawServer.Peer served, ServiceMessage message) throws IOException {
        served.text(new String(CODEC.encode(message), StandardCharsets.UTF_8));
    }

    private static ClientMessage decoded(byte[] frame) {
        try {
            return CODEC.decodeClientMessage(frame, 0, frame.length);
        } catch (MalformedMessageException e) {
            throw new AssertionError("the client sent a malformed frame", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
