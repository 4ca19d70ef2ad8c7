package dev.groundwave.client.transport;

import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.WriteResult;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the JDK.
 *
 * <p>The JDK hands messages over in parts of about 16 KiB and calls one {@code on…} method at a time; the buffers for
 * parts are touched there only. Demand: the JDK counts parts and control frames, the port counts messages, so what
 * does not complete a message is asked for again at once.
 *
 * <p>An end without a close frame that arrives while the JDK still hands over the message before it gets lost in the JDK
 * (seen on 25: its transport wants demand for the end, too). Only silence shows such an end, see {@link KeepAlive}.
 *
 * <p>Behind an end without a code or without a close frame the JDK would send a close with 1000 on what is left of the
 * connection, and with that the service ends what was to be recovered. So such a WebSocket is aborted before the JDK
 * answers, and the answer waits for what never completes. Source: client-protocol.md, section 8.5.
 */
final class JdkLink implements TransportLink, WebSocket.Listener, SendQueue.Outlet {
    /** Bytes waiting for the network; more stays with the client, which can still withdraw it. */
    private static final int QUEUE_BYTES = 1 << 20;
    /** Messages that may be on their way to the control loop before it asks for more. */
    private static final int FIRST_DEMAND = 16;
    /** The code that stands for a close frame without one. */
    private static final int NO_CODE = 1005;
    /** The code that stands for an end without a close frame. */
    private static final int NO_CLOSE_FRAME = 1006;

    /** Whether messages go out as text; what comes in may be either. */
    private final boolean text;

    private final int maxIncomingBytes;
    private final TransportListener listener;
    private final CallOrder calls = new CallOrder();
    private final SendQueue queue = new SendQueue(QUEUE_BYTES, this, calls);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Null until the handshake is done. */
    private volatile @Nullable WebSocket webSocket;

    /** Whether the end was told; touched within {@link #calls} only. */
    private boolean over;

    // Parts of the message that is coming in.
    private final StringBuilder textParts = new StringBuilder();
    private final ByteArrayOutputStream binaryParts = new ByteArrayOutputStream();

    JdkLink(boolean text, int maxIncomingBytes, TransportListener listener) {
        this.text = text;
        this.maxIncomingBytes = maxIncomingBytes;
        this.listener = listener;
    }

    @Override
    public boolean offer(byte[] message, Consumer<WriteResult> whenDone) {
        return queue.offer(message, whenDone);
    }

    @Override
    public boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone) {
        return queue.offerFirst(message, whenDone);
    }

    @Override
    public void request() {
        WebSocket open = webSocket;
        if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void ping() {
        WebSocket open = webSocket;
        if (open != null) {
            // A failed ping needs no reaction: silence, or the failure of the transport itself, will show.
            CompletableFuture<WebSocket> unused = open.sendPing(ByteBuffer.allocate(0));
        }
    }

    @Override
    public void close(int code) {
        WebSocket open = webSocket;
        if (open == null) {
            abort("closed before it was open");
            return;
        }
        // A second close frame fails in the JDK, which would count as the end although the peer's answer may yet come.
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        queue.close();
        CompletableFuture<WebSocket> unused = open.sendClose(code, "").whenComplete((ignored, failure) -> {
            if (failure != null) {
                end(TransportEnd.failed(failure));
            }
        });
    }

    @Override
    public void abort(String why) {
        end(TransportEnd.aborted(why));
        WebSocket open = webSocket;
        if (open != null) {
            open.abort();
        }
    }

    /** The first end counts. */
    void end(TransportEnd end) {
        if (ended.compareAndSet(false, true)) {
            queue.close();
            tell(() -> {
                over = true;
                listener.onEnd(end);
            });
        }
    }

    private void tell(Runnable call) {
        calls.add(() -> {
            if (!over) {
                call.run();
            }
        });
        calls.run();
    }

    @Override
    public CompletableFuture<?> write(byte[] message) {
        WebSocket open = webSocket;
        if (open == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("not open"));
        }
        return text
                ? open.sendText(new String(message, StandardCharsets.UTF_8), true)
                : open.sendBinary(ByteBuffer.wrap(message), true);
    }

    @Override
    public void writable() {
        listener.onWritable();
    }

    @Override
    public void failed(Throwable cause) {
        abortWith(TransportEnd.failed(cause));
    }

    private void abortWith(TransportEnd end) {
        end(end);
        WebSocket open = webSocket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        webSocket = opened;
        if (ended.get()) {
            // Given up while the handshake was under way: the JDK offers no way to cancel it earlier.
            opened.abort();
            return;
        }
        tell(() -> listener.onOpen(opened.getSubprotocol()));
        queue.open();
        opened.request(FIRST_DEMAND);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket source, CharSequence part, boolean last) {
        listener.onActivity();
        if (tooLarge(textParts.length() + part.length())) {
            return null;
        }
        textParts.append(part);
        if (last) {
            deliver(textParts.toString().getBytes(StandardCharsets.UTF_8));
            textParts.setLength(0);
        } else {
            source.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket source, ByteBuffer part, boolean last) {
        listener.onActivity();
        if (tooLarge(binaryParts.size() + part.remaining())) {
            return null;
        }
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        binaryParts.write(copy, 0, copy.length);
        if (last) {
            deliver(binaryParts.toByteArray());
            binaryParts.reset();
        } else {
            source.request(1);
        }
        return null;
    }

    private boolean tooLarge(int size) {
        if (size <= maxIncomingBytes) {
            return false;
        }
        abortWith(TransportEnd.aborted("a message of more than " + maxIncomingBytes + " bytes came in"));
        return true;
    }

    private void deliver(byte[] message) {
        if (!ended.get()) {
            tell(() -> listener.onMessage(message));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket source, ByteBuffer message) {
        listener.onActivity();
        source.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket source, ByteBuffer message) {
        listener.onActivity();
        source.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket source, int code, String reason) {
        end(TransportEnd.closed(code, reason));
        if (code != NO_CODE && code != NO_CLOSE_FRAME) {
            return null;
        }
        source.abort();
        return new CompletableFuture<>();
    }

    @Override
    public void onError(WebSocket source, Throwable error) {
        end(TransportEnd.failed(error));
    }
}
