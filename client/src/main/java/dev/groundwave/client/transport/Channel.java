package dev.groundwave.client.transport;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.port.WriteResult;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One transport as the control loop sees it: its callbacks arrive there, and only while its generation counts.
 *
 * <p>All methods are called on the loop. Closing looks after itself, whether the generation still counts or not, so a
 * transport that was given up never stays behind.
 */
public final class Channel {
    /** Who is told, on the loop. */
    public interface Owner {
        /** The handshake succeeded with this subprotocol, which may be empty. */
        void onOpen(Channel channel, String subprotocol);

        /** A message; {@link Channel#consumed()} must follow sooner or later. */
        void onMessage(Channel channel, byte[] message);

        /** There is room again, or less is unwritten than before. */
        void onWritable(Channel channel);

        /** It is over. Last, once. */
        void onEnd(Channel channel, TransportEnd end);
    }

    /**
     * How a channel is kept and ended.
     *
     * @param keepAliveInterval zero sends no pings
     * @param keepAliveTimeout zero bears any silence
     * @param closeTimeout how long the peer may take to answer a close
     * @param pingFrame the message that asks for a sign of life; empty for a ping of the WebSocket itself
     */
    public record Times(
            Duration keepAliveInterval, Duration keepAliveTimeout, Duration closeTimeout, Optional<Bytes> pingFrame) {}

    private final ControlLoop loop;
    private final long generation;
    private final Times times;
    private final KeepAlive keepAlive;

    private Owner owner;
    /** Null before {@link #open}. */
    private @Nullable TransportLink link;

    private Timers.@Nullable Timer closeTimer;
    private boolean live;
    private boolean paused;
    private int owedRequests;
    private int unwritten;

    /** A channel of this generation; nothing happens before {@link #open}. */
    public Channel(ControlLoop loop, long generation, Times times, Owner owner) {
        this.loop = loop;
        this.generation = generation;
        this.times = times;
        this.owner = owner;
        this.keepAlive = new KeepAlive(
                loop,
                times.keepAliveInterval(),
                times.keepAliveTimeout(),
                this::ping,
                silence -> linked().abort("nothing came in for " + silence.toMillis() + " ms"));
    }

    /** Begins to open; once. */
    public void open(Transport transport, TransportRequest request) {
        link = transport.open(request, new Callbacks());
    }

    /** The number that callbacks are checked against. */
    public long generation() {
        return generation;
    }

    /** From now on this owner is told; watching for silence begins. */
    public void goLive(Owner newOwner) {
        owner = newOwner;
        live = true;
        keepAlive.start();
    }

    /** As {@link TransportLink#offer}, but the result arrives on the loop, after this call, whatever the generation. */
    public boolean offer(byte[] message, Consumer<WriteResult> whenDone) {
        unwritten++;
        return counted(linked().offer(message, settling(whenDone)));
    }

    /** As {@link TransportLink#offerFirst}; the result arrives as with {@link #offer}. */
    public boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone) {
        unwritten++;
        return counted(linked().offerFirst(message, settling(whenDone)));
    }

    private Consumer<WriteResult> settling(Consumer<WriteResult> whenDone) {
        return result -> loop.execute(() -> {
            unwritten--;
            whenDone.accept(result);
            tell(() -> owner.onWritable(this));
        });
    }

    private boolean counted(boolean taken) {
        if (!taken) {
            unwritten--;
        }
        return taken;
    }

    /** Whether everything offered has been written. */
    public boolean isDrained() {
        return unwritten == 0;
    }

    /** A message was dealt with: another may come, now or after the pause. */
    public void consumed() {
        if (paused) {
            owedRequests++;
        } else {
            linked().request();
        }
    }

    /** Stops or resumes reading. Silence is not held against the peer meanwhile, since nothing of it can arrive. */
    public void setReading(boolean reading) {
        if (reading != paused) {
            return;
        }
        paused = !reading;
        if (paused) {
            keepAlive.stop();
            return;
        }
        for (; owedRequests > 0; owedRequests--) {
            linked().request();
        }
        if (live) {
            keepAlive.start();
        }
    }

    /** Begins the closing handshake and ends the transport hard when the peer does not answer in time. */
    public void close(int code) {
        keepAlive.stop();
        if (closeTimer == null) {
            closeTimer = loop.after(times.closeTimeout(), () -> linked().abort("the peer did not answer the close"));
        }
        linked().close(code);
        // The answer stands behind whatever was not read yet.
        setReading(true);
        keepAlive.stop();
    }

    /** Wants a sign of life within the limit, and ends the transport hard without one; nothing while not reading. */
    public void probe(Duration limit) {
        keepAlive.probe(limit);
    }

    private void ping() {
        if (times.pingFrame().isPresent()) {
            // A frame that is not taken needs no reaction: the link has ended, which is told otherwise.
            boolean unused = offerFirst(times.pingFrame().get().toArray(), result -> {});
        } else {
            linked().ping();
        }
    }

    /** Ends the transport at once. */
    public void abort(String why) {
        keepAlive.stop();
        if (link != null) {
            link.abort(why);
        }
    }

    private TransportLink linked() {
        if (link == null) {
            throw new IllegalStateException("the channel was not opened");
        }
        return link;
    }

    private void tell(Runnable call) {
        if (loop.isCurrent(generation)) {
            call.run();
        }
    }

    private void ended(TransportEnd end) {
        keepAlive.stop();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        tell(() -> owner.onEnd(this, end));
    }

    /** Brings the transport's callbacks onto the loop. */
    private final class Callbacks implements TransportListener {
        @Override
        public void onOpen(String subprotocol) {
            loop.execute(() -> tell(() -> owner.onOpen(Channel.this, subprotocol)));
        }

        @Override
        public void onActivity() {
            keepAlive.heard();
        }

        @Override
        public void onMessage(byte[] message) {
            loop.execute(() -> {
                if (loop.isCurrent(generation)) {
                    owner.onMessage(Channel.this, message);
                } else {
                    consumed();
                }
            });
        }

        @Override
        public void onWritable() {
            loop.execute(() -> tell(() -> owner.onWritable(Channel.this)));
        }

        @Override
        public void onEnd(TransportEnd end) {
            loop.execute(() -> ended(end));
        }
    }
}
