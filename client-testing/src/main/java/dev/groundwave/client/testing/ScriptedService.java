package dev.groundwave.client.testing;

import dev.groundwave.client.WebPubSubClientBuilder;
import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.JsonCodec;
import dev.groundwave.wire.codec.MessageCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Web PubSub service in memory for one client, directed by the test.
 *
 * <p>By itself it accepts and greets every transport, acknowledges whatever asks for it and lets lost connections be
 * recovered; {@link #answerBy} changes what it answers, {@link #refuse} and {@link #forgetConnection} what becomes of
 * transports. It does not deliver to anybody what the client publishes: what came in is in {@link #received}, and what
 * the client is to receive the test sends.
 *
 * <p>Safe for all threads. The client is called in order and never with a lock held.
 */
public final class ScriptedService implements Transport {
    /** Where {@link #attach} connects to. Never resolved. */
    public static final String URL = "ws://service.test/client/hubs/test";

    private static final String RECOVERY = "awps_connection_id=";
    private static final int GONE = 1008;

    private final MessageCodec codec;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final List<ClientMessage> received = new ArrayList<>();
    private final List<TransportRequest> attempts = new ArrayList<>();
    /** Numbered and not acknowledged, for a recovery. */
    private final NavigableMap<Long, byte[]> unacknowledged = new TreeMap<>();

    private ServiceScript script = ServiceScript.agreeable();
    private OptionalInt refusal = OptionalInt.empty();
    private boolean answersPings = true;
    private int connections;
    private boolean known;
    private long lastSequenceId;
    private boolean reliable;
    private @Nullable MemoryLink link;

    private final Queue<Runnable> calls = new ArrayDeque<>();
    private boolean calling;

    /** A service that speaks JSON. */
    public ScriptedService() {
        this(new JsonCodec());
    }

    /** A service that speaks the language of this codec. */
    public ScriptedService(MessageCodec codec) {
        this.codec = codec;
    }

    /** Lets the client connect here. */
    public WebPubSubClientBuilder attach(WebPubSubClientBuilder builder) {
        return builder.clientAccessUrl(URL).transport(this);
    }

    /** From now on these are the answers. */
    public void answerBy(ServiceScript newScript) {
        boolean unused = ordered(() -> {
            script = newScript;
            return true;
        });
    }

    /** From now on attempts to connect or to recover are answered with this HTTP status. */
    public void refuse(int httpStatus) {
        boolean unused = ordered(() -> {
            refusal = OptionalInt.of(httpStatus);
            return true;
        });
    }

    /** Undoes {@link #refuse}. */
    public void accept() {
        boolean unused = ordered(() -> {
            refusal = OptionalInt.empty();
            return true;
        });
    }

    /** Whether the network is alive enough to answer pings; begins with yes. */
    public void answerPings(boolean answer) {
        boolean unused = ordered(() -> {
            answersPings = answer;
            return true;
        });
    }

    /** Lets the next recovery fail, so that the client gets a new connection. */
    public void forgetConnection() {
        boolean unused = ordered(() -> {
            forget();
            return true;
        });
    }

    /** Breaks the transport without a closing handshake. */
    public void drop() {
        end(TransportEnd.closed(TransportEnd.ABNORMAL, ""));
    }

    /** Closes the transport. */
    public void close(int code, String reason) {
        end(TransportEnd.closed(code, reason));
    }

    /** What the client has sent so far, in order. */
    public List<ClientMessage> received() {
        return ordered(() -> List.copyOf(received));
    }

    /** What the client has sent so far of one kind. */
    public <M extends ClientMessage> List<M> received(Class<M> kind) {
        return received().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Every attempt to open a transport so far. */
    public List<TransportRequest> attempts() {
        return ordered(() -> List.copyOf(attempts));
    }

    /** Whether a transport is open. */
    public boolean hasTransport() {
        return ordered(() -> link != null && !link.isEnded());
    }

    /** Sends a message of a user to a group that the client is taken to be in. */
    public void sendToGroup(String group, String fromUserId, Payload payload) {
        send(new ServiceMessage.GroupData(group, Optional.of(fromUserId), payload, Map.of(), OptionalLong.empty()));
    }

    /** Sends a message of the application. */
    public void sendFromServer(Payload payload) {
        send(new ServiceMessage.ServerData(payload, Map.of(), OptionalLong.empty()));
    }

    /**
     * Sends any message. One that is numbered on reliable connections gets its number and is sent again after a recovery
     * until it is acknowledged; any other is lost while there is no transport.
     */
    public void send(ServiceMessage message) {
        boolean unused = ordered(() -> {
            sendNow(message);
            return true;
        });
    }

    @Override
    public TransportLink open(TransportRequest request, TransportListener listener) {
        MemoryLink opened = new MemoryLink(this, request, listener);
        boolean unused = ordered(() -> {
            attempts.add(request);
            if (refusal.isPresent()) {
                opened.end(TransportEnd.refused(
                        refusal.getAsInt(), Map.of(), new IllegalStateException("refused as scripted")));
            } else {
                accept(opened);
            }
            return true;
        });
        return opened;
    }

    private void end(TransportEnd end) {
        boolean unused = ordered(() -> {
            if (link != null) {
                link.end(end);
            }
            return true;
        });
    }

    // With the lock held from here on, except ordered().

    private void accept(MemoryLink opened) {
        opened.open();
        boolean isRecovery =
                String.valueOf(opened.opening().uri().getRawQuery()).contains(RECOVERY);
        if (isRecovery && !known) {
            opened.end(TransportEnd.closed(GONE, "The connection could not be recovered."));
            return;
        }
        link = opened;
        if (!isRecovery) {
            forget();
            known = true;
            connections++;
            reliable = opened.opening().subprotocol().contains(".reliable.");
        }
        Optional<String> token = reliable ? Optional.of("reconnection-token") : Optional.empty();
        sendNow(new ServiceMessage.Connected(Optional.of("user"), "connection-" + connections, token));
        unacknowledged.values().forEach(opened::send);
    }

    private void forget() {
        known = false;
        lastSequenceId = 0;
        unacknowledged.clear();
    }

    private void sendNow(ServiceMessage message) {
        byte[] frame;
        if (reliable && known && message instanceof ServiceMessage.Sequenced sequenced) {
            frame = codec.template(sequenced).frame(++lastSequenceId);
            unacknowledged.put(lastSequenceId, frame);
        } else {
            frame = codec.encode(message);
        }
        if (link != null && !link.isEnded()) {
            link.send(frame);
        }
    }

    boolean answersPings() {
        return answersPings;
    }

    /** The client has ended the connection for good. */
    void closedByClient(MemoryLink closed) {
        if (closed.equals(link)) {
            forget();
        }
    }

    void received(MemoryLink by, byte[] frame) {
        ClientMessage message;
        try {
            message = codec.decodeClientMessage(frame, 0, frame.length);
        } catch (MalformedMessageException e) {
            by.end(TransportEnd.closed(e.closeReason().code(), String.valueOf(e.getMessage())));
            return;
        }
        received.add(message);
        if (message instanceof ClientMessage.SequenceAck ack) {
            unacknowledged.headMap(ack.sequenceId(), true).clear();
        }
        script.answer(message)
                .orElseGet(() -> message.ackId().isPresent()
                        ? List.of(ServiceMessage.Ack.success(message.ackId().getAsLong()))
                        : List.of())
                .forEach(this::sendNow);
    }

    /** Calls the client when the lock is free, behind the calls before. */
    void call(Runnable call) {
        calls.add(call);
    }

    /** Any thread: changes state under the lock, then makes the calls that follow, one at a time. */
    <T> T ordered(Supplier<T> change) {
        T result;
        lock.lock();
        try {
            result = change.get();
        } finally {
            lock.unlock();
        }
        for (Runnable call = beginCall(); call != null; call = beginCall()) {
            try {
                call.run();
            } finally {
                endCall();
            }
        }
        return result;
    }

    private @Nullable Runnable beginCall() {
        lock.lock();
        try {
            Runnable next = calling ? null : calls.poll();
            calling |= next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void endCall() {
        lock.lock();
        try {
            calling = false;
        } finally {
            lock.unlock();
        }
    }
}
