package dev.groundwave.server.socket;

import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.server.frame.PooledFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
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
    private byte[] scratch = new byte[4096];
    private @Nullable ScheduledFuture<?> sweep;

    /** A lane on an event loop. */
    public SocketLane(EventLoop loop, int index, FrameEncoder encoder) {
        this.loop = loop;
        this.turn = new Turn(new EventLoopLane(loop, index), encoder);
    }

    /** Starts the sweep. */
    public void start() {
        sweep = loop.scheduleAtFixedRate(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
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
        // Backwards, because a handler whose channel is closed here may leave the list at once.
        for (int i = handlers.size() - 1; i >= 0; i--) {
            if (i < handlers.size()) {
                handlers.get(i).sweep(now);
            }
        }
    }
}
