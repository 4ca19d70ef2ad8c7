package dev.groundwave.server.blackbox.faults;

import dev.groundwave.server.blackbox.ConnectionLost;
import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.codec.MessageCodec;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client that loses its connection all the time and recovers it each time, by the book.
 *
 * <p>Its first connection is straight to the server, all later ones go through a proxy. One thread reads and recovers
 * ({@link #run}); any thread may send. Source: client-protocol.md, section 13.8.
 */
final class ReliableClient implements Runnable {
    private static final int NORMAL = 1000;
    private static final int RECOVERY_MS = 30_000;
    private static final int LONGEST_SILENCE_MS = 60_000;
    /** How many messages behind an acknowledgement is sent at once, and not by the next {@link #acknowledge}. */
    private static final int FAR_BEHIND = 25;

    private final RunningServer server;
    private final String hub;
    private final int proxyPort;
    private final MessageCodec codec;
    private final Dialect dialect;
    private final Monitor monitor;
    private final SplittableRandom random;
    private final Received received;
    private final String connectionId;

    /** Guards what follows and keeps frames in order; held while a frame is written. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Requests without an answer, by ack id in order: sent again after each recovery. */
    private final Map<Long, byte[]> pending = new LinkedHashMap<>();

    private RawWebSocket socket;
    private boolean connected = true;
    private boolean stopping;
    private long lastAckId;
    private long acknowledged;

    /** The reader's own. */
    private String token;

    private volatile long greatest;
    private final AtomicInteger recoveries = new AtomicInteger();
    private volatile boolean stopped;

    /** A client that is connected, without a proxy. */
    ReliableClient(RunningServer server, int proxyPort, Dialect dialect, String user, Monitor monitor, long seed) {
        this.server = server;
        this.hub = server.hub();
        this.proxyPort = proxyPort;
        this.dialect = dialect;
        this.codec = dialect.text() ? new JsonCodec() : new ProtobufCodec();
        this.monitor = monitor;
        this.random = new SplittableRandom(seed);
        this.received = new Received(user);
        this.socket = server.handshake(
                        server.token().user(user).roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"))
                .offer(dialect.subprotocol())
                .open()
                .deadline(LONGEST_SILENCE_MS);
        ServiceMessage.Connected greeting = greeting(read(socket.nextFrame()));
        this.connectionId = greeting.connectionId();
        this.token = greeting.reconnectionToken().orElseThrow();
    }

    String connectionId() {
        return connectionId;
    }

    Received received() {
        return received;
    }

    int recoveries() {
        return recoveries.get();
    }

    /** Whether it has ended as it was told to. */
    boolean isStopped() {
        return stopped;
    }

    /** Whether every request has its answer. */
    boolean hasNothingPending() {
        sending.lock();
        try {
            return pending.isEmpty();
        } finally {
            sending.unlock();
        }
    }

    void join(String group) {
        request(ackId -> new ClientMessage.JoinGroup(group, ackId));
    }

    void publish(String group, Payload payload) {
        request(ackId -> new ClientMessage.SendToGroup(group, payload, false, ackId, Map.of(), 0));
    }

    /** Makes a request of the next ack id. */
    private interface Request {
        ClientMessage with(OptionalLong ackId);
    }

    private void request(Request request) {
        sending.lock();
        try {
            long ackId = ++lastAckId;
            byte[] frame = codec.encode(request.with(OptionalLong.of(ackId)));
            pending.put(ackId, frame);
            trySend(frame);
        } finally {
            sending.unlock();
        }
    }

    /** Loses the connection now, without a close frame. */
    void lose() {
        sending.lock();
        try {
            socket.close();
        } finally {
            sending.unlock();
        }
    }

    /** Tells the service what has come, if that is more than it knows; to be called now and then. */
    void acknowledge() {
        sending.lock();
        try {
            if (connected && greatest > acknowledged) {
                acknowledged = greatest;
                trySend(codec.encode(new ClientMessage.SequenceAck(acknowledged)));
            }
        } finally {
            sending.unlock();
        }
    }

    /** Closes with 1000: {@link #run} ends when the service has answered. */
    void stop() {
        sending.lock();
        try {
            stopping = true;
            socket.trySend(Frame.close(NORMAL, ""));
        } finally {
            sending.unlock();
        }
    }

    /** Under the lock. While there is no connection nothing is sent: whatever waits is sent behind the recovery. */
    private void trySend(byte[] message) {
        if (connected) {
            socket.trySend(Frame.of(dialect.text() ? Frame.TEXT : Frame.BINARY, message));
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped && !monitor.hasFailed()) {
                try {
                    take(socket.nextFrame());
                } catch (ConnectionLost e) {
                    recover(e);
                }
            }
        } catch (AssertionError | IllegalStateException | UncheckedIOException e) {
            monitor.fail(e);
        } finally {
            socket.close();
        }
    }

    private void recover(ConnectionLost loss) {
        sending.lock();
        try {
            connected = false;
            if (stopping) {
                throw new AssertionError(connectionId + " was cut while it stopped", loss);
            }
        } finally {
            sending.unlock();
        }
        long deadline = System.nanoTime() + RECOVERY_MS * 1_000_000L;
        while (!tryRecover() && monitor.pause(random.nextInt(5, 100))) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(connectionId + " could not recover for " + RECOVERY_MS + " ms", loss);
            }
        }
    }

    private boolean tryRecover() {
        try {
            RawWebSocket next = server.handshake("/client/hubs/" + hub + "?awps_connection_id=" + connectionId
                            + "&awps_reconnection_token=" + token)
                    .through(proxyPort)
                    .offer(dialect.subprotocol())
                    .open()
                    .deadline(LONGEST_SILENCE_MS);
            ServiceMessage.Connected greeting = greeting(read(next.nextFrame()));
            if (!greeting.connectionId().equals(connectionId)) {
                throw new AssertionError(connectionId + " came back as " + greeting.connectionId());
            }
            token = greeting.reconnectionToken().orElseThrow();
            resume(next);
            return true;
        } catch (ConnectionLost | UncheckedIOException e) {
            return false;
        }
    }

    private void resume(RawWebSocket next) {
        sending.lock();
        try {
            socket.close();
            socket = next;
            connected = true;
            recoveries.incrementAndGet();
            // What was acknowledged on the way out may be lost, and without it each replay is as long as the last one.
            acknowledged = 0;
            acknowledge();
            pending.values().forEach(this::trySend);
        } finally {
            sending.unlock();
        }
    }

    private void take(Frame frame) {
        switch (frame.opcode()) {
            case Frame.PING -> socket.trySend(Frame.of(Frame.PONG, frame.payload()));
            case Frame.CLOSE -> closed(frame);
            default -> read(frame).ifPresent(this::take);
        }
    }

    private void closed(Frame frame) {
        byte[] payload = frame.payload();
        int code = payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        sending.lock();
        try {
            if (!stopping || code != NORMAL) {
                throw new AssertionError(connectionId + " was closed with " + frame);
            }
        } finally {
            sending.unlock();
        }
        stopped = true;
        monitor.changed();
    }

    private void take(ServiceMessage message) {
        switch (message) {
            case ServiceMessage.Ack(long ackId, var error) -> {
                if (error.isPresent() && !error.get().name().equals("Duplicate")) {
                    throw new AssertionError(connectionId + " was answered " + error.get());
                }
                answered(ackId);
            }
            case ServiceMessage.GroupData data -> take(data.sequenceId(), data.data());
            case ServiceMessage.ServerData data -> take(data.sequenceId(), data.data());
            default -> throw new AssertionError(connectionId + " got " + message);
        }
        monitor.changed();
    }

    private void answered(long ackId) {
        sending.lock();
        try {
            pending.remove(ackId);
        } finally {
            sending.unlock();
        }
    }

    /** Replays are dropped; anything else must be the next number, because nothing expires here. */
    private void take(OptionalLong sequenceId, Payload payload) {
        long number = sequenceId.orElseThrow();
        if (number <= greatest) {
            return;
        }
        if (number != greatest + 1) {
            throw new AssertionError(connectionId + " got frame " + number + " behind " + greatest);
        }
        greatest = number;
        received.add(payload);
        if (number % FAR_BEHIND == 0) {
            acknowledge();
        }
    }

    private Optional<ServiceMessage> read(Frame frame) {
        int expected = dialect.text() ? Frame.TEXT : Frame.BINARY;
        if (frame.opcode() != expected || !frame.fin()) {
            throw new AssertionError("not a whole message: " + frame);
        }
        try {
            byte[] payload = frame.payload();
            return codec.decodeServiceMessage(payload, 0, payload.length);
        } catch (MalformedMessageException e) {
            throw new AssertionError("cannot be read: " + frame, e);
        }
    }

    private static ServiceMessage.Connected greeting(Optional<ServiceMessage> first) {
        if (first.isPresent() && first.get() instanceof ServiceMessage.Connected connected) {
            return connected;
        }
        throw new AssertionError("the first message is " + first);
    }
}
