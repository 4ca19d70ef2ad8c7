package dev.groundwave.server.socket;

import dev.groundwave.hub.DetachedSessions;
import dev.groundwave.hub.StreamWatch;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.server.frame.PooledFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all client sockets of one event loop share: the turn, memory to decode from, and one sweep for pings and
 * deadlines in place of a timer for each connection.
 *
 * <p>Touched on its event loop only, but for the constructor, {@link #start} and {@link #stop}.
 */
// Loops and handlers are identities, not values.
@SuppressWarnings("ReferenceEquality")
public final class SocketLane {
    private static final long SWEEP_MS = 500;

    private final EventLoop loop;
    private final Turn turn;
    private final PooledFrame ping = ControlFrames.sharedPing();
    private final List<SweptHandler> handlers = new ArrayList<>();
    private final List<SocketLane> all;
    private final DetachedSessions detached;
    private final StreamWatch streams = new StreamWatch();
    private byte[] scratch = new byte[4096];
    private @Nullable ScheduledFuture<?> sweep;

    /**
     * A lane on an event loop.
     *
     * @param all where every lane of the server stands, or will, at its index
     * @param retention how long reliable connections of this lane wait for their clients
     */
    public SocketLane(EventLoop loop, List<SocketLane> all, FrameEncoder encoder, Duration retention) {
        this.loop = loop;
        this.all = all;
        this.turn = new Turn(new EventLoopLane(loop, all.size()), encoder);
        this.detached = new DetachedSessions(retention.toNanos());
    }

    /** Starts the sweep. */
    public void start() {
        // As a task of its own: a periodic one that fails once would end without a word.
        Runnable round = () -> loop.execute(this::sweep);
        sweep = loop.scheduleAtFixedRate(round, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Ends the sweep; the channels must be closed already. */
    public void stop() {
        if (sweep != null) {
            sweep.cancel(false);
        }
        // On the loop, behind whatever is still being written there.
        loop.execute(ping::release);
    }

    /** Whether this lane is the event loop's. */
    public boolean isOn(EventLoop other) {
        return loop == other;
    }

    /** The lane at another index. */
    SocketLane peer(int index) {
        return all.get(index);
    }

    /** The reliable connections of this lane whose clients are away. */
    DetachedSessions detached() {
        return detached;
    }

    /** The connections of this lane that publish streams. */
    StreamWatch streams() {
        return streams;
    }

    /**
     * Brings a channel from this lane to another, and then goes on there; on the same lane at once. The channel must be
     * quiet: nothing written, and no handler that a lane visits. One that cannot be moved is closed.
     */
    void move(Channel channel, SocketLane to, Runnable then) {
        if (to == this) {
            runOrClose(channel, then);
            return;
        }
        channel.deregister()
                .addListener(_ -> to.loop.register(channel).addListener(registered -> {
                    if (registered.isSuccess()) {
                        to.loop.execute(() -> runOrClose(channel, then));
                    } else {
                        channel.close();
                    }
                }));
    }

    /** Should the next step fail, nobody would look after the channel: it ends. */
    private static void runOrClose(Channel channel, Runnable then) {
        boolean done = false;
        try {
            then.run();
            done = true;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    Turn turn() {
        return turn;
    }

    PooledFrame ping() {
        return ping;
    }

    /** Visits the handler from now on. */
    public void add(SweptHandler handler) {
        handler.sweepIndex = handlers.size();
        handlers.add(handler);
    }

    /** Visits it no longer. */
    public void remove(SweptHandler handler) {
        SweptHandler last = handlers.removeLast();
        if (last != handler) {
            handlers.set(handler.sweepIndex, last);
            last.sweepIndex = handler.sweepIndex;
        }
    }

    /** The readable bytes at the start of an array that the next call overwrites. */
    byte[] copyToScratch(ByteBuf source) {
        int length = source.readableBytes();
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, scratch.length * 2)];
        }
        source.getBytes(source.readerIndex(), scratch, 0, length);
        return scratch;
    }

    private void sweep() {
        long now = System.nanoTime();
        detached.expire(now);
        streams.sweep();
        // Backwards, because a handler whose channel is closed here may leave the list at once.
        for (int i = handlers.size() - 1; i >= 0; i--) {
            if (i < handlers.size()) {
                handlers.get(i).sweep(now);
            }
        }
    }
}
