package dev.groundwave.server.tunnel;

import dev.groundwave.server.upstream.CallFailedException;
import dev.groundwave.server.upstream.CallFailure;
import dev.groundwave.server.upstream.ResponseBody;
import dev.groundwave.server.upstream.UpstreamRequest;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The calls of event handlers that one tunnel carries.
 *
 * <p>Made on any thread, kept on the tunnel's event loop. A call without an answer is ended by whoever made it, and by the
 * end of the tunnel. Source: events-and-operations.md, section 3.3.
 */
final class ForwardCalls {
    /** Of answers of which not all parts are there, in all calls together. */
    private static final int MOST_PARTIAL_BYTES = 4 * ResponseBody.MAX_BYTES;

    private final EventExecutor loop;
    private final TunnelOutbox out;
    private final int most;
    private final Map<Integer, Call> underWay = new HashMap<>();
    private long partialBytes;
    private int lastAckId;
    private boolean ended;

    /**
     * No calls yet.
     *
     * @param most calls under way at one time
     */
    ForwardCalls(EventExecutor loop, TunnelOutbox out, int most) {
        this.loop = loop;
        this.out = out;
        this.most = most;
    }

    /** A call whose answer has not all come. */
    private static final class Call {
        private final MonoSink<UpstreamResponse> sink;
        private final ResponseBody body = new ResponseBody();
        private List<Map.Entry<String, String>> headers = List.of();
        private long bytes;

        private Call(MonoSink<UpstreamResponse> sink) {
            this.sink = sink;
        }

        /** Takes a part of the answer; the headers stand in the first one. */
        private void take(TunnelMessage.HttpResponse part, Bytes content) {
            if (headers.isEmpty()) {
                headers = flat(part.headers());
            }
            body.add(content.toArray());
            bytes += content.size();
        }

        private static List<Map.Entry<String, String>> flat(Map<String, List<String>> headers) {
            List<Map.Entry<String, String>> flat = new ArrayList<>();
            headers.forEach((name, values) -> values.forEach(value -> flat.add(Map.entry(name, value))));
            return flat;
        }
    }

    /** One attempt of a call, made when it is subscribed to. Any thread. */
    Mono<UpstreamResponse> call(UpstreamRequest request) {
        return Mono.create(sink -> loop.execute(() -> begin(request, sink)));
    }

    private void begin(UpstreamRequest request, MonoSink<UpstreamResponse> sink) {
        if (ended) {
            sink.error(new IOException("the tunnel has ended"));
            return;
        }
        if (underWay.size() >= most) {
            sink.error(new CallFailedException(CallFailure.OVERFLOW));
            return;
        }
        int ackId = nextAckId();
        switch (out.offer(message(ackId, request))) {
            case SENT -> {
                underWay.put(ackId, new Call(sink));
                sink.onCancel(() -> loop.execute(() -> forget(ackId)));
            }
            case FULL -> sink.error(new CallFailedException(CallFailure.OVERFLOW));
            case TOO_LONG -> sink.error(new CallFailedException(CallFailure.UNTRANSPORTABLE));
        }
    }

    private int nextAckId() {
        do {
            lastAckId = lastAckId == Integer.MAX_VALUE ? 1 : lastAckId + 1;
        } while (underWay.containsKey(lastAckId));
        return lastAckId;
    }

    /** An empty content makes the back end tell the length, which some handlers need; none at all does not. */
    private static TunnelMessage message(int ackId, UpstreamRequest request) {
        boolean hasContent = request.method().equals("POST") || request.body().size() > 0;
        return new TunnelMessage.HttpRequest(
                ackId,
                false,
                "",
                request.method(),
                request.uri().toString(),
                headers(request),
                hasContent ? Optional.of(request.body()) : Optional.empty());
    }

    /**
     * Back ends write each character of a value as one byte, and refuse those that are none: what is not ASCII goes as the
     * bytes of its UTF-8, so that the handler receives what it receives without a tunnel.
     */
    private static Map<String, List<String>> headers(UpstreamRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            byte[] utf8 = header.getValue().getBytes(StandardCharsets.UTF_8);
            headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>(1))
                    .add(new String(utf8, StandardCharsets.ISO_8859_1));
        }
        return headers;
    }

    /** An answer came; one that nobody waits for is passed over. */
    void onResponse(TunnelMessage.HttpResponse response) {
        Call call = underWay.get(response.ackId());
        if (call == null) {
            return;
        }
        Bytes content = response.content().orElse(Bytes.EMPTY);
        if (response.notCompleted() && partialBytes + content.size() > MOST_PARTIAL_BYTES) {
            fail(response.ackId(), new CallFailedException(CallFailure.TOO_LARGE));
            return;
        }
        try {
            call.take(response, content);
            partialBytes += content.size();
        } catch (ResponseBody.TooLargeException e) {
            fail(response.ackId(), new CallFailedException(CallFailure.TOO_LARGE, e));
            return;
        }
        if (!response.notCompleted()) {
            forget(response.ackId());
            call.sink.success(new UpstreamResponse(response.status(), call.headers, call.body.whole()));
        }
    }

    private void fail(int ackId, CallFailedException failure) {
        forget(ackId).ifPresent(call -> call.sink.error(failure));
    }

    private Optional<Call> forget(int ackId) {
        Optional<Call> call = Optional.ofNullable(underWay.remove(ackId));
        call.ifPresent(gone -> partialBytes -= gone.bytes);
        return call;
    }

    /** The tunnel takes no more; what was under way may be tried again elsewhere. */
    void end() {
        ended = true;
        List<Call> lost = List.copyOf(underWay.values());
        underWay.clear();
        lost.forEach(call -> call.sink.error(new IOException("the tunnel has ended")));
    }
}
