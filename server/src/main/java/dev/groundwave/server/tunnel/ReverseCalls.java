package dev.groundwave.server.tunnel;

import dev.groundwave.server.rest.RestHead;
import dev.groundwave.server.rest.RestHeaders;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.wire.Bytes;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST calls that a back end makes through its tunnel: one after the other, answered in the order in which they came.
 *
 * <p>On the tunnel's event loop. Whoever fills it stops reading while it is full. It waits with the next call while the back
 * end does not take its answers. Source: events-and-operations.md, section 3.4.
 */
final class ReverseCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ReverseCalls.class);

    /** Calls that may wait behind the one under way before reading stops. */
    private static final int READ_AHEAD = 16;

    /** The same for what they carry; one call may be more than that by itself. */
    private static final int READ_AHEAD_BYTES = 1_048_576;

    /** Of an answer's body in one message. */
    private static final int PART_BYTES = 1_048_576;

    private static final int NOT_FOUND = 404;

    /** What a back end calls. */
    interface Service {
        /** Carries a call out; the answer is completed on any thread. */
        CompletionStage<RestResponse> run(RestHead head, Bytes body);

        /** The answer when the service itself failed. */
        RestResponse internalError();
    }

    private final EventExecutor loop;
    private final TunnelOutbox out;
    private final Service service;
    private final Address address;
    private final Runnable onRoom;
    private final Queue<TunnelMessage.HttpRequest> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean running;
    private boolean ended;

    /** By which host and how the tunnel was opened: the host in the address of a call stands for nothing. */
    record Address(String host, boolean secure) {}

    /**
     * No calls yet.
     *
     * @param onRoom is run when reading may go on
     */
    ReverseCalls(EventExecutor loop, TunnelOutbox out, Service service, Address address, Runnable onRoom) {
        this.loop = loop;
        this.out = out;
        this.service = service;
        this.address = address;
        this.onRoom = onRoom;
    }

    void accept(TunnelMessage.HttpRequest call) {
        waiting.add(call);
        waitingBytes += bytes(call);
        goOn();
    }

    /** Whether reading is to stop. */
    boolean isFull() {
        return waiting.size() >= READ_AHEAD || waitingBytes >= READ_AHEAD_BYTES;
    }

    /** Nothing is answered any more. */
    void end() {
        ended = true;
        waiting.clear();
    }

    /** Begins the next call, if nothing stands in its way. */
    void goOn() {
        if (running || ended || !out.isReady() || waiting.isEmpty()) {
            return;
        }
        running = true;
        TunnelMessage.HttpRequest call = waiting.remove();
        waitingBytes -= bytes(call);
        // As a stage from the start, so that a bug becomes an answer wherever it shows.
        CompletableFuture.completedStage(call).thenCompose(this::run).whenComplete((response, fault) -> {
            if (fault != null) {
                LOG.error("Fault in a REST call through a tunnel.", fault);
            }
            RestResponse answer = fault == null ? response : service.internalError();
            // Later in any case, so that many calls do not pile up on the stack.
            loop.execute(() -> answer(call, answer));
        });
    }

    private static int bytes(TunnelMessage.HttpRequest call) {
        return call.content().map(Bytes::size).orElse(0);
    }

    private CompletionStage<RestResponse> run(TunnelMessage.HttpRequest call) {
        // The service routes nothing on to other back ends.
        return call.localRouting()
                ? service.run(head(call), call.content().orElse(Bytes.EMPTY))
                : CompletableFuture.completedStage(new RestResponse(NOT_FOUND, List.of(), Bytes.EMPTY));
    }

    private RestHead head(TunnelMessage.HttpRequest call) {
        Map<String, List<String>> headers = new HashMap<>();
        call.headers()
                .forEach((name, values) -> headers.computeIfAbsent(
                                name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                        .addAll(values));
        headers.put("host", List.of(address.host()));
        return new RestHead(call.method(), call.url(), RestHeaders.of(headers), address.secure(), true);
    }

    private void answer(TunnelMessage.HttpRequest call, RestResponse response) {
        running = false;
        if (ended) {
            return;
        }
        int sent = 0;
        do {
            Bytes part = part(response.body(), sent);
            sent += part.size();
            out.send(new TunnelMessage.HttpResponse(
                    call.ackId(),
                    call.localRouting(),
                    call.channelName(),
                    response.status(),
                    sent < response.body().size(),
                    headers(response),
                    Optional.of(part)));
        } while (sent < response.body().size());
        goOn();
        if (!isFull()) {
            onRoom.run();
        }
    }

    private static Bytes part(Bytes body, int from) {
        return body.size() <= PART_BYTES
                ? body
                : Bytes.copyOf(body.toArray(), from, Math.min(PART_BYTES, body.size() - from));
    }

    private static Map<String, List<String>> headers(RestResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>(1))
                        .add(header.getValue()));
        return headers;
    }
}
