package dev.groundwave.client.testing;

import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.port.WriteResult;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One transport in memory: what is offered is written at once, what the service sends waits for demand.
 *
 * <p>State belongs to the lock of its service; the listener is called through the service's order of calls, never with
 * the lock held.
 */
final class MemoryLink implements TransportLink {
    /** As the JDK's transport: messages that come without being asked for. */
    private static final int FIRST_DEMAND = 16;

    private final ScriptedService service;
    private final TransportRequest request;
    private final TransportListener listener;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int demand = FIRST_DEMAND;
    private boolean ended;

    MemoryLink(ScriptedService service, TransportRequest request, TransportListener listener) {
        this.service = service;
        this.request = request;
        this.listener = listener;
    }

    TransportRequest opening() {
        return request;
    }

    boolean isEnded() {
        return ended;
    }

    // With the lock of the service held, down to the next such remark.

    void open() {
        service.call(() -> listener.onOpen(request.subprotocol()));
    }

    void send(byte[] frame) {
        if (frame.length > request.maxIncomingBytes()) {
            end(TransportEnd.aborted("a message of more than " + request.maxIncomingBytes() + " bytes came in"));
            return;
        }
        waiting.add(frame);
        deliver();
    }

    void end(TransportEnd end) {
        if (!ended) {
            ended = true;
            waiting.clear();
            service.call(() -> listener.onEnd(end));
        }
    }

    private void deliver() {
        while (!ended && demand > 0 && !waiting.isEmpty()) {
            byte[] frame = waiting.remove();
            demand--;
            service.call(() -> {
                listener.onActivity();
                listener.onMessage(frame);
            });
        }
    }

    // Called by the client, without the lock, from here on.

    @Override
    public boolean offer(byte[] message, Consumer<WriteResult> whenDone) {
        return service.ordered(() -> {
            if (ended) {
                return false;
            }
            service.call(() -> whenDone.accept(WriteResult.WRITTEN));
            service.received(this, message);
            return true;
        });
    }

    @Override
    public boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone) {
        return offer(message, whenDone);
    }

    @Override
    public void request() {
        boolean unused = service.ordered(() -> {
            demand++;
            deliver();
            return ended;
        });
    }

    @Override
    public void ping() {
        boolean unused = service.ordered(() -> {
            if (!ended && service.answersPings()) {
                service.call(listener::onActivity);
            }
            return ended;
        });
    }

    @Override
    public void close(int code) {
        boolean unused = service.ordered(() -> {
            if (!ended) {
                service.closedByClient(this);
                end(TransportEnd.closed(code, ""));
            }
            return ended;
        });
    }

    @Override
    public void abort(String why) {
        boolean unused = service.ordered(() -> {
            end(TransportEnd.aborted(why));
            return ended;
        });
    }
}
